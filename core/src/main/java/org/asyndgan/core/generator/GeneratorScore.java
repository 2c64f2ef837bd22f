package org.asyndgan.core.generator;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.SiteId;

/**
 * How far the sites find the generator's images from their own, and the weights with the smallest distance.
 *
 * <p>The score is Σ_j π_j d_j, d_j being the smoothed distance of site j's images from the synthetic ones; the smaller
 * the better. Part of the generator's state. Not thread-safe.
 */
final class GeneratorScore {

    /** Share of a site's newest distance in its smoothed one: a single distance is noisy. */
    private static final double NEWEST = 0.5;

    private final TreeMap<SiteId, Double> distances = new TreeMap<>();
    private Optional<BestWeights> best = Optional.empty();

    /** Takes in the distance that came with one of a site's answers. */
    void add(SiteId site, double distance) {
        distances.merge(site, distance, (old, now) -> old + NEWEST * (now - old));
    }

    /** @return nothing before every site with a share has measured a distance */
    OptionalDouble score(Map<SiteId, Double> shares) {
        if (shares.isEmpty() || !distances.keySet().containsAll(shares.keySet())) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        for (Map.Entry<SiteId, Double> share : shares.entrySet()) {
            sum += share.getValue() * distances.get(share.getKey());
        }
        return OptionalDouble.of(sum);
    }

    /** Keeps a copy of the weights if no score before was as small. */
    void consider(GeneratorVersion version, Map<SiteId, Double> shares, float[] weights) {
        OptionalDouble score = score(shares);
        if (score.isPresent()
                && (best.isEmpty() || score.getAsDouble() < best.get().score())) {
            best = Optional.of(new BestWeights(version, score.getAsDouble(), weights.clone()));
        }
    }

    Optional<BestWeights> best() {
        return best;
    }

    Map<SiteId, Double> distances() {
        return distances;
    }

    void restore(Map<SiteId, Double> distancesThen, Optional<BestWeights> bestThen) {
        distances.clear();
        distances.putAll(distancesThen);
        best = bestThen;
    }
}
