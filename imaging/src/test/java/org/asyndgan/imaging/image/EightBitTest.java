package org.asyndgan.imaging.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

class EightBitTest {

    @Test
    void takesTheNearestByteAndClips() {
        // (v + 1) · 127.5: -1 -> 0, 0 -> 127.5 rounded up, 1 -> 255.
        FloatTensor image = FloatTensor.of(new float[] {-1, 0, 1, -7, 3}, 1, 1, 5);

        assertThat(EightBit.encode(image)).containsExactly(0, 128, 255, 0, 255);
    }

    @Test
    void givesEveryByteBack() {
        byte[] all = new byte[256];
        for (int i = 0; i < 256; i++) {
            all[i] = (byte) i;
        }
        FloatTensor image = EightBit.decode(all, 1, 16, 16);

        assertThat(EightBit.encode(image)).isEqualTo(all);
        assertThat(EightBit.rounded(image)).isEqualTo(image);
    }
}
