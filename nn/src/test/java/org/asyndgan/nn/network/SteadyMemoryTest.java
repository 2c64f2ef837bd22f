package org.asyndgan.nn.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteadyMemoryTest {

    /** The whole length, 10,000 steps, is what -Dnn.steady.steps=10000 runs. */
    private static final String STEPS = System.getProperty("nn.steady.steps", "2000");

    @Test
    void staysFlatWhileTraining() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "resident memory is read from /proc");

        // A fixed heap, touched at the start, so that only native memory can grow.
        List<String> options = List.of("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:TieredStopAtLevel=1");
        String[] resident =
                OtherProcess.run(1, options, SteadyRun.class, "1000", STEPS).split(" ", -1);

        double before = Long.parseLong(resident[0]);
        double after = Long.parseLong(resident[1]);
        assertThat(after / before)
                .as("resident KiB after / before: %s / %s", after, before)
                .isLessThan(1.02);
    }
}
