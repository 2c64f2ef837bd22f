package org.asyndgan.nn.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.PatchDiscriminator;
import org.asyndgan.nn.architecture.PatchSettings;
import org.asyndgan.nn.architecture.ResnetGenerator;
import org.asyndgan.nn.architecture.ResnetSettings;
import org.junit.jupiter.api.Test;

class MemoryTest {

    private static final long MEBIBYTE = 1 << 20;

    @Test
    void theNeedOfASmallNetworkIsWhatCountingByHandGives() {
        // One level: 4 × 4 convolution, stride 2, 1 → 1 map, bias (17); 1 → 2, stride 1 (32 + 2 bias),
        // norm (4); 2 → 1 (32 + 1): 88 parameters, the largest tensor 32.
        // Maps of an 8 × 8 input: 64, 16, 2 · 9, 2 · 9 after the norm, 4; with gradients 2 · 120.
        // All three have so few channels that kernel columns become channels: padded inputs 10 · 10,
        // 6 · 6 and 2 · 5 · 5, their columns 4 · 10 · 4, 4 · 6 · 3 and 8 · 5 · 2 (498 together).
        // Operands: columns and their gradients 2 · 312, outputs 16 + 18 + 4, and the folded weights
        // with their gradients 2 · 80; all weights, and once more turned.
        var settings = new PatchSettings(1, 1, 1, NormLayer.INSTANCE);

        MemoryNeed need = PatchDiscriminator.memory(settings, 1, 8, 8);

        assertThat(need.heapBytes()).isEqualTo(4 * (5 * 88 + 32 + 240 + 498));
        assertThat(need.nativeBytes()).isEqualTo(4 * (2 * 88 + 32 + 2 * 312 + 38 + 160));
    }

    @Test
    void theNeedGrowsWithTheBatchButTheParametersDoNot() {
        MemoryNeed one = ResnetGenerator.memory(ResnetSettings.PAPER, 1, 256, 256);
        MemoryNeed two = ResnetGenerator.memory(ResnetSettings.PAPER, 2, 256, 256);

        // 20 bytes a parameter on the heap, whatever the batch
        long fixed = one.heapBytes() * 2 - two.heapBytes();
        assertThat(fixed / MEBIBYTE).isBetween(20 * 11_383_427 / MEBIBYTE, 20 * 11_383_427 / MEBIBYTE + 3);
    }

    @Test
    void saysWhatIsMissing() {
        var need = new MemoryNeed(800 * MEBIBYTE, 300 * MEBIBYTE);

        assertThat(need.shortage(1000 * MEBIBYTE, 2000 * MEBIBYTE)).isEmpty();
        assertThat(need.shortage(512 * MEBIBYTE, 2000 * MEBIBYTE))
                .contains("Networks and images need 800 MiB of heap, but this JVM may use 512 MiB; give Java more with"
                        + " --heap 1g, or use smaller batches or images");
        assertThat(need.shortage(1000 * MEBIBYTE, 1024 * MEBIBYTE))
                .contains("Networks and images need 800 MiB of heap and 300 MiB of native memory, but this machine or"
                        + " container has 1024 MiB in all; use smaller batches or images");
    }

    @Test
    void countsImagesOnTheHeap() {
        var need = new MemoryNeed(100 * MEBIBYTE, 300 * MEBIBYTE).plusImages(2900 * MEBIBYTE);

        // 3000 MiB and a quarter to spare are 3.7 GiB.
        assertThat(need.shortage(1000 * MEBIBYTE, 9000 * MEBIBYTE))
                .contains(
                        "Networks and images need 3000 MiB of heap, but this JVM may use 1000 MiB; give Java more with"
                                + " --heap 4g, or use smaller batches or images");
    }
}
