package org.asyndgan.core.segmentation.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import org.asyndgan.nn.architecture.UNet;
import org.asyndgan.nn.architecture.UNetSettings;
import org.asyndgan.nn.architecture.UNetSettings.Blocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UNetSizeTest {

    private static final long GIBIBYTE = 1L << 30;

    @ParameterizedTest
    @CsvSource({
        // side, images, depth, pairs
        "64, 1000, 3, 16",
        "128, 1000, 4, 16",
        "256, 1000, 5, 4",
        "512, 1000, 5, 1",
        // 72 = 8 · 9: three halvings, to 9 pixels
        "72, 1000, 3, 16",
        // 36 can be halved twice
        "36, 1000, 2, 16",
        "64, 5, 3, 4"
    })
    void followsTheImages(int side, long images, int depth, int pairs) {
        assertThat(UNetSize.of(side, 1, 2, Blocks.LEAKY, images, 64 * GIBIBYTE))
                .isEqualTo(new UNetSize(16, depth, pairs));
    }

    @Test
    void takesFewerPairsWhereTheHeapIsSmall() {
        var network = new UNetSettings(1, 2, 16, 3, Blocks.LEAKY);
        long forFour = UNet.memory(network, 4, 64, 64).heapBytes();

        UNetSize size = UNetSize.of(64, 1, 2, Blocks.LEAKY, 1000, 2 * forFour);

        assertThat(size).isEqualTo(new UNetSize(16, 3, 4));
    }
}
