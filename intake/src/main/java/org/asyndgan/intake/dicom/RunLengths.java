package org.asyndgan.intake.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Pixels compressed as RLE, the standard's own scheme (PS3.5, annex G): each byte of the pixels, highest first, is a
 * segment of runs and literal bytes (PackBits).
 */
final class RunLengths {

    private static final int HEADER = 64;
    private static final int NOTHING = -128;

    private RunLengths() {}

    /**
     * @param frame the one frame, header included
     * @param bytes of a pixel: 1, 2 or 4
     * @return the pixels as they were before, little-endian
     * @throws IllegalArgumentException if the segments are not those of such pixels
     * @throws java.nio.BufferUnderflowException if the frame ends too early
     * @throws IndexOutOfBoundsException likewise
     */
    static ByteBuffer decode(ByteBuffer frame, int pixels, int bytes) {
        ByteBuffer in = frame.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (in.getInt(0) != bytes) {
            throw new IllegalArgumentException(
                    "it has " + in.getInt(0) + " segments for pixels of " + bytes + " bytes");
        }
        byte[] decoded = new byte[Math.multiplyExact(pixels, bytes)];
        for (int segment = 0; segment < bytes; segment++) {
            int from = in.getInt(4 + 4 * segment);
            if (from < HEADER) {
                throw new IllegalArgumentException("a segment begins inside the header");
            }
            decode(in.position(from), decoded, bytes - 1 - segment, bytes);
        }
        return ByteBuffer.wrap(decoded).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void decode(ByteBuffer in, byte[] to, int first, int step) {
        int at = first;
        while (at < to.length) {
            int head = in.get();
            if (head == NOTHING) {
                continue;
            }
            byte repeated = head < 0 ? in.get() : 0;
            for (int n = head < 0 ? 1 - head : head + 1; n > 0; n--, at += step) {
                to[at] = head < 0 ? repeated : in.get();
            }
        }
    }
}
