package org.asyndgan.command.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.asyndgan.nn.network.MemoryNeed;
import org.junit.jupiter.api.Test;

class RunMemoryTest {

    private static final long GIBIBYTE = 1L << 30;

    @Test
    void countsTheDiscriminatorOfEverySite() {
        RunMemory memory = new RunMemory(need(4), need(1), need(2), 3);

        assertThat(memory.describe())
                .isEqualTo("Memory of the networks: generator 4.0 GiB, discriminators 1.0 GiB each, U-Net 2.0 GiB;"
                        + " 9.0 GiB in all");
    }

    @Test
    void isRefusedWhereOneProcessCannotHaveIt() {
        long most = Runtime.getRuntime().maxMemory();
        RunMemory memory = new RunMemory(need(0), need(0), new MemoryNeed(2 * most, 0), 3);

        assertThatThrownBy(memory::require)
                .isInstanceOf(RunException.class)
                .hasMessageContaining("of heap, but this JVM may use")
                .hasMessageContaining("--heap");
    }

    private static MemoryNeed need(int gibibytes) {
        return new MemoryNeed(gibibytes * GIBIBYTE / 2, gibibytes * GIBIBYTE / 2);
    }
}
