package org.asyndgan.command.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.asyndgan.core.protocol.RunEvent;
import org.junit.jupiter.api.Test;

class TrainingWatchTest {

    private final TrainingWatch watch = new TrainingWatch();

    @Test
    void countsTheFoldsOfEachStepOnceThoughANewIncarnationMakesItAgain() {
        stepped(1, 1, 0.9);
        stepped(2, 1, 0.8);
        stepped(3, 2, 0.7);

        // Back at the snapshot of step 1.
        stepped(2, 1, 0.6);
        stepped(3, 1, 0.5);

        assertThat(watch.folds("mercy")).isEqualTo(3);
        assertThat(watch.curve("mercy").steps()).containsExactly(1L, 2L, 3L);
        assertThat(watch.curve("mercy").adversarial()).containsExactly(0.9, 0.6, 0.5);
        assertThat(watch.curve("mercy").discriminator()).hasSize(3);
    }

    @Test
    void hasNoLossOfASiteWhoseOnlyStepWasLost() {
        stepped(1, 1, 0.9);
        watch.see(event(1, Map.of("folds.st-mary", 1.0, "adversarialLoss.st-mary", 0.4)));

        assertThat(watch.losses()).containsOnlyKeys("st-mary");
        assertThat(watch.folds("mercy")).isZero();
    }

    @Test
    void knowsTheStepsOfARunThatEndsOnceItHasConverged() {
        assertThat(watch.steps()).isEmpty();
        watch.see(event(1, Map.of("steps", 4000.0)));
        assertThat(watch.steps()).hasValue(4000);
        assertThat(watch.convergedAt()).isEmpty();

        watch.see(new RunEvent("generator", Instant.EPOCH, "converged", 601, Map.of("steps", 1200.0), Map.of()));

        assertThat(watch.steps()).hasValue(1200);
        assertThat(watch.convergedAt()).hasValue(601);

        // Back at a snapshot of before.
        watch.see(new RunEvent("generator", Instant.EPOCH, "reincarnated", 500, Map.of(), Map.of()));
        watch.see(event(501, Map.of("steps", 4000.0)));

        assertThat(watch.steps()).hasValue(4000);
        assertThat(watch.convergedAt()).isEmpty();
    }

    private void stepped(long step, int folds, double loss) {
        watch.see(event(
                step,
                Map.of("folds.mercy", (double) folds, "adversarialLoss.mercy", loss, "discriminatorLoss.mercy", 0.1)));
    }

    private static RunEvent event(long step, Map<String, Double> values) {
        return new RunEvent("generator", Instant.EPOCH, "stepped", step, values, Map.of());
    }
}
