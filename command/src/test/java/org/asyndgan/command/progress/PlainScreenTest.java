package org.asyndgan.command.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainScreenTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private Instant now = Instant.EPOCH;
    private final InstantSource clock = () -> now;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PlainScreen screen =
            new PlainScreen(new PrintStream(written, true, StandardCharsets.UTF_8), clock, TEN_SECONDS);

    @Test
    void tellsWhatIsLeftOfTheStageAndOfTheRun() {
        screen.stage("Training");
        screen.progress("steps", 0, 100, Duration.ofSeconds(90), "");
        now = now.plus(TEN_SECONDS);
        screen.progress("steps", 20, 100, Duration.ofSeconds(90), "loss 0.50");

        assertThat(lines())
                .containsExactly(
                        "[0:00] Training", "[0:10]   steps 20/100  2.0/s, 0:40 left, 2:10 to the report  loss 0.50");
    }

    @Test
    void tellsNothingOfTheRunInItsLastStage() {
        screen.stage("Comparing");
        screen.progress("steps", 0, 100, "");
        now = now.plus(TEN_SECONDS);
        screen.progress("steps", 20, 100, "");
        screen.progress("steps", 100, 100, "");

        assertThat(lines())
                .containsExactly(
                        "[0:00] Comparing",
                        "[0:10]   steps 20/100  2.0/s, 0:40 left",
                        "[0:10]   steps 100/100  10.0/s");
    }

    @Test
    void countsThePaceOfAResumedRunFromWhereItGoesOn() {
        screen.stage("Training");
        screen.progress("steps", 80, 100, Duration.ZERO, "");
        now = now.plus(TEN_SECONDS);
        screen.progress("steps", 90, 100, Duration.ZERO, "");

        assertThat(lines()).last().isEqualTo("[0:10]   steps 90/100  1.0/s, 0:10 left");
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
