package org.asyndgan.nn.kernel;

/**
 * Random numbers as a pure function of a seed, a stream and a position: whoever asks for position 7
 * gets the same number, in any order, on any thread, on any machine.
 *
 * <p>SplitMix64 (Steele, Lea and Flood 2014) started at a hash of seed and stream.
 */
public final class CounterRandom {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int FRACTION_BITS = 53;

    private final long start;

    /** @param stream tells apart sequences of one seed, such as the number of a layer */
    public CounterRandom(long seed, long stream) {
        this.start = mix(seed ^ mix(stream + GOLDEN));
    }

    /** 64 random bits. */
    public long bits(long position) {
        return mix(start + (position + 1) * GOLDEN);
    }

    /** Uniform in [0, 1). */
    public double uniform(long position) {
        return (bits(position) >>> (Long.SIZE - FRACTION_BITS)) * 0x1p-53;
    }

    /** Standard normal (Box and Muller 1958), by strict arithmetic so that every JDK agrees. */
    public double gaussian(long position) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(2 * position)));
        return radius * StrictMath.cos(2 * Math.PI * uniform(2 * position + 1));
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
