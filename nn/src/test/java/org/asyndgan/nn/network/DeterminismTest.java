package org.asyndgan.nn.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.asyndgan.nn.backend.Engine;
import org.junit.jupiter.api.Test;

/** Same seed, machine and number of threads: same bits, over 50 steps of G, D and U-Net. */
class DeterminismTest {

    @Test
    void aSecondRunEndsInTheSameBits() {
        assertThat(TrainingRun.hashCodes()).isEqualTo(TrainingRun.hashCodes());
    }

    @Test
    void anotherProcessEndsInTheSameBits() throws Exception {
        assertThat(inAnotherProcess(Engine.threads())).isEqualTo(TrainingRun.hashCodes());
    }

    @Test
    void oneThreadEndsInTheSameBitsAsOneThreadElsewhere() throws Exception {
        int threads = Engine.threads();
        String here;
        try {
            Engine.useThreads(1);
            here = TrainingRun.hashCodes();
        } finally {
            Engine.useThreads(threads);
        }

        assertThat(inAnotherProcess(1)).isEqualTo(here);
    }

    private static String inAnotherProcess(int threads) throws Exception {
        return OtherProcess.run(threads, List.of(), TrainingRun.class);
    }
}
