package org.asyndgan.transport.codec;

/**
 * IEEE 754 binary16: 1 sign bit, 5 bits of exponent, 10 of fraction.
 *
 * <p>Java 17 has no conversion of its own.
 */
final class Float16 {

    /** Smallest positive normal number, 2^-14, as bits of a binary32. */
    private static final int SMALLEST_NORMAL = (127 - 14) << 23;

    /** 2^16, above which nothing is finite; what rounds up to it is caught by the carry. */
    private static final int TOO_LARGE = (127 + 16) << 23;

    private static final int INFINITE = 255 << 23;

    /** Distance of the two formats' exponents, in place. */
    private static final int REBIAS = (127 - 15) << 23;

    private Float16() {}

    /** Nearest binary16, ties to even; beyond ±65,519.99 infinite, NaN stays NaN. */
    static short ofFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int size = bits & 0x7FFF_FFFF;
        int half;
        if (size < SMALLEST_NORMAL) {
            // Beside 0.5 the last bit of a float is worth 2^-24, the step of subnormal halves: adding it rounds.
            half = Float.floatToRawIntBits(Float.intBitsToFloat(size) + 0.5f) - Float.floatToRawIntBits(0.5f);
        } else if (size < TOO_LARGE) {
            int odd = (size >>> 13) & 1;
            half = (size - REBIAS + 0xFFF + odd) >>> 13;
        } else {
            half = size > INFINITE ? 0x7E00 : 0x7C00;
        }
        return (short) (sign | half);
    }

    /** The same number, exactly. */
    static float toFloat(short half) {
        int size = (half & 0x7FFF) << 13;
        int sign = (half & 0x8000) << 16;
        if (size >= 0x7C00 << 13) {
            return Float.intBitsToFloat(sign | INFINITE | size);
        }
        // 2^112 is the distance of the exponents; the product also makes subnormal halves normal.
        return Float.intBitsToFloat(sign | Float.floatToRawIntBits(Float.intBitsToFloat(size) * 0x1p112f));
    }
}
