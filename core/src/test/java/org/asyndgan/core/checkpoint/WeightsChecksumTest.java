package org.asyndgan.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class WeightsChecksumTest {

    /** RFC 3720, B.4: CRC-32C of 32 bytes of zeroes is aa 36 91 8a, least significant byte first. */
    @Test
    void isTheCrcOfRfc3720() {
        assertThat(WeightsChecksum.of(new float[8])).isEqualTo(0x8A9136AAL);
    }

    @Test
    void isThatOfAllBytesAtOnceHoweverMany() {
        float[] weights = new float[100_003];
        ByteBuffer bytes = ByteBuffer.allocate(weights.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 1f / (i + 1);
            bytes.putFloat(weights[i]);
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes.flip());

        assertThat(WeightsChecksum.of(weights)).isEqualTo(crc.getValue());
    }

    @Test
    void tellsApartASingleBit() {
        float[] weights = {0.5f, -2, 3};
        long before = WeightsChecksum.of(weights);

        weights[1] = Math.nextUp(weights[1]);

        assertThat(WeightsChecksum.of(weights)).isNotEqualTo(before);
    }
}
