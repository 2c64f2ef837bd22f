package org.asyndgan.core.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** The number by which two sets of weights are told apart in the journal: CRC-32C of their bits. */
public final class WeightsChecksum {

    private WeightsChecksum() {}

    /** CRC-32C over the values as little-endian float32; in [0, 2^32). */
    public static long of(float[] weights) {
        ByteBuffer bytes = ByteBuffer.allocate(weights.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(weights);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return crc.getValue();
    }
}
