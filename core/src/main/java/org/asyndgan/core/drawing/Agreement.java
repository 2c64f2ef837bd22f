package org.asyndgan.core.drawing;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.asyndgan.core.protocol.SiteId;

/**
 * Whether sites pull the generator the same way: cos(g_j, Σ_{i≠j} g_i), each g the newest that its site added, after the cap.
 *
 * <p>Of each g a sketch is kept (Charikar et al. 2002): its elements, half of them negated, added up in {@value #LENGTH}
 * sums. So a site takes 32 KiB whatever the network, and a step what its own gradient takes. The cosine of sketches differs
 * from that of the gradients by about 1/64; up to {@value #LENGTH} parameters it is the same.
 *
 * <p>It is for people; no weight depends on it, so it is no part of the state and begins anew with each process. Not
 * thread-safe.
 */
final class Agreement {

    /** A power of two. */
    static final int LENGTH = 4096;

    private final Map<SiteId, double[]> newest = new TreeMap<>();

    /**
     * Takes what the sites added to one step.
     *
     * @param members whose gradients count
     */
    void take(Map<SiteId, float[]> added, Set<SiteId> members) {
        added.forEach((site, gradient) -> newest.put(site, sketch(gradient)));
        newest.keySet().retainAll(members);
    }

    private static double[] sketch(float[] gradient) {
        double[] sums = new double[LENGTH];
        for (int p = 0; p < gradient.length; p++) {
            sums[p & (LENGTH - 1)] += isNegated(p) ? -gradient[p] : gradient[p];
        }
        return sums;
    }

    /** As if by a coin, the same one for all sites. */
    private static boolean isNegated(int p) {
        long mixed = p * 0x9E3779B97F4A7C15L;
        return (mixed ^ (mixed >>> 32)) * 0xBF58476D1CE4E5B9L < 0;
    }

    /** The cosine of one site; nothing if no other site has added anything, or if one of both is 0. */
    OptionalDouble of(SiteId site) {
        double[] own = newest.get(site);
        if (own == null || newest.size() < 2) {
            return OptionalDouble.empty();
        }
        double[] others = new double[LENGTH];
        newest.forEach((other, sketch) -> {
            if (!other.equals(site)) {
                for (int i = 0; i < LENGTH; i++) {
                    others[i] += sketch[i];
                }
            }
        });
        double norms = Math.sqrt(product(others, others)) * Math.sqrt(product(own, own));
        return norms > 0 ? OptionalDouble.of(product(own, others) / norms) : OptionalDouble.empty();
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
