package org.asyndgan.nn.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.asyndgan.nn.kernel.Engine;
import org.junit.jupiter.api.Test;

/** Same seed, machine and number of threads: same bits, over 50 steps of G, D and U-Net. */
class DeterminismTest {

    @Test
    void aSecondRunEndsInTheSameBits() {
        assertThat(TrainingRun.checksums()).isEqualTo(TrainingRun.checksums());
    }

    @Test
    void anotherProcessEndsInTheSameBits() throws Exception {
        assertThat(inAnotherProcess(Engine.threads())).isEqualTo(TrainingRun.checksums());
    }

    @Test
    void oneThreadEndsInTheSameBitsAsOneThreadElsewhere() throws Exception {
        int threads = Engine.threads();
        String here;
        try {
            Engine.useThreads(1);
            here = TrainingRun.checksums();
        } finally {
            Engine.useThreads(threads);
        }

        assertThat(inAnotherProcess(1)).isEqualTo(here);
    }

    private static String inAnotherProcess(int threads) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(java, "-cp", classPath(), TrainingRun.class.getName());
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
        builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(output).isTrue();
        return output.lines().reduce((first, last) -> last).orElse("");
    }

    /** Surefire hands the class path over in a manifest, but keeps it as a property too. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .replace("\n", File.pathSeparator);
    }
}
