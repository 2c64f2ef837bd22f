package org.asyndgan.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WeightsChecksumTest {

    /** RFC 3720, B.4: CRC-32C of 32 bytes of zeroes is aa 36 91 8a, least significant byte first. */
    @Test
    void isTheCrcOfRfc3720() {
        assertThat(WeightsChecksum.of(new float[8])).isEqualTo(0x8A9136AAL);
    }

    @Test
    void tellsApartASingleBit() {
        float[] weights = {0.5f, -2, 3};
        long before = WeightsChecksum.of(weights);

        weights[1] = Math.nextUp(weights[1]);

        assertThat(WeightsChecksum.of(weights)).isNotEqualTo(before);
    }
}
