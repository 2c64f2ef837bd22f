package org.asyndgan.nn.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.asyndgan.nn.backend.Engine;
import org.asyndgan.nn.kernel.EngineException;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceTest {

    @AfterEach
    void backToTheCpu() {
        Engine.use("torch", "cpu");
    }

    @Test
    void saysThatThereIsNoCuda() {
        Engine.use("torch", "cpu");
        assumeFalse(torch.cuda_is_available(), "this machine has a CUDA device");

        assertThatThrownBy(() -> Engine.use("torch", "cuda"))
                .isInstanceOf(EngineException.class)
                .hasMessage("libtorch sees no CUDA device here; leave --device cuda out to compute on the CPU, or see"
                        + " docs/gpu.md for what a GPU needs. (ADG-639)");
    }

    @Test
    void namesWhatTheBitsDependOn() {
        int threads = Engine.threads();
        try {
            Engine.use("torch", "cpu");
            Engine.useThreads(1);

            assertThat(Engine.fingerprint())
                    .matches("libtorch [0-9.-]+ CPU [A-Za-z0-9]+( without oneDNN)?, float32, 1 thread");
        } finally {
            Engine.useThreads(threads);
        }
    }

    @Test
    void isAnotherEngineThanNd4j() {
        Engine.use("torch", "cpu");
        String own = Engine.fingerprint();

        Engine.use("nd4j", "cpu");

        assertThat(Engine.fingerprint()).startsWith("ND4J ").isNotEqualTo(own);
    }
}
