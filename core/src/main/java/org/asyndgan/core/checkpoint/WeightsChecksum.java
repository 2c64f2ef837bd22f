package org.asyndgan.core.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** The number by which two sets of weights are told apart in the journal: CRC-32C of their bits. */
public final class WeightsChecksum {

    /** Floats that are converted at once, whatever the length of the array. */
    private static final int CHUNK = 1 << 14;

    private WeightsChecksum() {}

    /** CRC-32C over the values as little-endian float32; in [0, 2^32). */
    public static long of(float[] weights) {
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        CRC32C crc = new CRC32C();
        for (int from = 0; from < weights.length; from += CHUNK) {
            int count = Math.min(CHUNK, weights.length - from);
            bytes.clear().asFloatBuffer().put(weights, from, count);
            crc.update(bytes.limit(count * Float.BYTES));
        }
        return crc.getValue();
    }
}
