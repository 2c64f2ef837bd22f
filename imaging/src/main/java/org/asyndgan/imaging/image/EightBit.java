package org.asyndgan.imaging.image;

import org.asyndgan.nn.tensor.FloatTensor;

/**
 * Images in [-1, 1] as unsigned bytes: 0 is -1, 255 is 1, and 127.5 would be 0.
 *
 * <p>A site that receives synthetic images in 8 bits rounds its real ones alike, so that the
 * discriminator cannot tell them by their steps of grey.
 */
public final class EightBit {

    private EightBit() {}

    /** Nearest bytes, row-major; values outside [-1, 1] are clipped. NaN becomes 0. */
    public static byte[] encode(FloatTensor image) {
        byte[] bytes = new byte[image.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) level(image.at(i));
        }
        return bytes;
    }

    public static FloatTensor decode(byte[] bytes, int... shape) {
        float[] values = new float[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(bytes[i] & 0xFF);
        }
        return FloatTensor.adopt(values, shape);
    }

    /** The image after a way through 8 bits, without the bytes. */
    public static FloatTensor rounded(FloatTensor image) {
        float[] values = new float[image.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(level(image.at(i)));
        }
        return FloatTensor.adopt(values, image.shape());
    }

    private static int level(float value) {
        return Math.max(0, Math.min(255, Math.round((value + 1) * 127.5f)));
    }

    private static float value(int level) {
        return level / 127.5f - 1;
    }
}
