package org.asyndgan.core.drawing;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.asyndgan.core.protocol.SiteId;

/**
 * Whether sites pull the generator the same way: cos(g_j, Σ_{i≠j} g_i), each g the newest that its site added, after the cap.
 *
 * <p>It is for people; no weight depends on it, so it is no part of the state and begins anew with each process. Not
 * thread-safe.
 */
final class Agreement {

    private final Map<SiteId, float[]> newest = new TreeMap<>();

    /**
     * Takes what the sites added to one step.
     *
     * @param members whose gradients count
     */
    void take(Map<SiteId, float[]> added, Set<SiteId> members) {
        newest.putAll(added);
        newest.keySet().retainAll(members);
    }

    /** The cosine of one site; nothing if no other site has added anything, or if one of both is 0. */
    OptionalDouble of(SiteId site) {
        float[] own = newest.get(site);
        if (own == null || newest.size() < 2) {
            return OptionalDouble.empty();
        }
        float[][] others = newest.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(site))
                .map(Map.Entry::getValue)
                .toArray(float[][]::new);
        double product = 0;
        double square = 0;
        double ownSquare = 0;
        for (int p = 0; p < own.length; p++) {
            double sum = 0;
            for (float[] other : others) {
                sum += other[p];
            }
            product += own[p] * sum;
            square += sum * sum;
            ownSquare += (double) own[p] * own[p];
        }
        double norms = Math.sqrt(square) * Math.sqrt(ownSquare);
        return norms > 0 ? OptionalDouble.of(product / norms) : OptionalDouble.empty();
    }
}
