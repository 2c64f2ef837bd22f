package org.asyndgan.nn.backend;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.asyndgan.nn.kernel.EngineException;
import org.junit.jupiter.api.Test;

class EngineTest {

    @Test
    void refusesABackendThatIsNotOnTheClassPath() {
        assertThatThrownBy(() -> Engine.use("torch", "cpu"))
                .isInstanceOf(EngineException.class)
                .hasMessage("There is no engine torch on the class path; engines are nd4j. Start with ./asyndgan"
                        + " --engine torch, which builds that one in, or set asyndgan.engine.backend to one of them."
                        + " (ADG-638)");
    }

    @Test
    void refusesADeviceThatIsNone() {
        assertThatThrownBy(() -> Engine.use("nd4j", "tpu"))
                .isInstanceOf(EngineException.class)
                .hasMessage("The engine computes on cpu or cuda, not on tpu; set asyndgan.engine.device (--device)."
                        + " (ADG-638)");
    }

    @Test
    void refusesADeviceThatNd4jCannotChoose() {
        assertThatThrownBy(() -> Engine.use("nd4j", "cuda"))
                .isInstanceOf(EngineException.class)
                .hasMessage("The engine nd4j has no device cuda to choose: built with -Pcuda it takes an old GPU by"
                        + " itself. Use --engine torch for a GPU of today, or leave --device out. (ADG-638)");
    }
}
