package org.asyndgan.privacy.secret;

import java.util.random.RandomGenerator;

/**
 * Numbers from the standard normal distribution, two from each pair of uniform ones (Box and Muller 1958): r = √(-2 ln u),
 * u in (0, 1] and the angle in 53 bits each.
 *
 * <p>Nothing smaller than 2⁻⁵³ is drawn for u, so none exceeds 8.6 standard deviations: a tail of 1e-17. Whoever adds these
 * to a sum rounds the result to a coarser grid, so that the last bits of neither tell anything (Mironov 2012).
 */
public final class GaussianNoise {

    private static final double UNIT = 0x1p-53;
    private static final int BITS = 11;

    private GaussianNoise() {}

    /** Fills {@code length} elements from {@code from} on; the same stream gives the same numbers. */
    public static void fill(RandomGenerator stream, double[] target, int from, int length) {
        for (int i = 0; i < length; i += 2) {
            double radius = Math.sqrt(-2 * Math.log(((stream.nextLong() >>> BITS) + 1) * UNIT));
            double angle = 2 * Math.PI * ((stream.nextLong() >>> BITS) * UNIT);
            target[from + i] = radius * Math.cos(angle);
            if (i + 1 < length) {
                target[from + i + 1] = radius * Math.sin(angle);
            }
        }
    }
}
