package org.asyndgan.core.release;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.asyndgan.core.folding.FoldStep;
import org.asyndgan.core.folding.Membership;
import org.asyndgan.core.folding.SiteWeighting;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.SiteId;

/**
 * How far the sites find the generator's images from their own, and the weights with the smallest distance.
 *
 * <p>The score is Σ_j π_j d_j, d_j being the smoothed distance of site j's images from the synthetic ones; the smaller
 * the better. Part of the generator's state. Not thread-safe.
 */
public final class GeneratorScore {

    /** Share of a site's newest distance in its smoothed one: a single distance is noisy. */
    private static final double NEWEST = 0.5;

    private final SiteWeighting weighting;
    private final TreeMap<SiteId, Double> distances = new TreeMap<>();
    private Optional<BestWeights> best = Optional.empty();

    /** @param weighting of the sites, π */
    public GeneratorScore(SiteWeighting weighting) {
        this.weighting = weighting;
    }

    /**
     * Takes in the distances that came with the answers which a step folded, and keeps a copy of the weights if no score
     * before was as small.
     *
     * @param weights that a release would be drawn with
     */
    public void take(FoldStep step, Membership membership, float[] weights) {
        boolean isMeasured = false;
        for (FoldRecord.Fold fold : step.record().folds()) {
            OptionalDouble distance =
                    step.gradients().get(fold.batch()).report().distance();
            distance.ifPresent(measured ->
                    distances.merge(fold.batch().site(), measured, (old, now) -> old + NEWEST * (now - old)));
            isMeasured |= distance.isPresent();
        }
        OptionalDouble score = isMeasured ? of(membership) : OptionalDouble.empty();
        if (score.isPresent()
                && (best.isEmpty() || score.getAsDouble() < best.get().score())) {
            best = Optional.of(new BestWeights(step.record().made(), score.getAsDouble(), weights.clone()));
        }
    }

    /** Σ_j π_j d_j; nothing before every site with a share has measured a distance. */
    public OptionalDouble of(Membership membership) {
        Map<SiteId, Double> shares = membership.weights(weighting);
        if (shares.isEmpty() || !distances.keySet().containsAll(shares.keySet())) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        for (Map.Entry<SiteId, Double> share : shares.entrySet()) {
            sum += share.getValue() * distances.get(share.getKey());
        }
        return OptionalDouble.of(sum);
    }

    /** The weights with the smallest score so far; nothing before there is one. */
    public Optional<BestWeights> best() {
        return best;
    }

    /** Newest smoothed distance of each site that has measured one. */
    public Map<SiteId, Double> distances() {
        return Collections.unmodifiableMap(distances);
    }

    /** Goes on from what a snapshot holds. */
    public void restore(Map<SiteId, Double> distancesThen, Optional<BestWeights> bestThen) {
        distances.clear();
        distances.putAll(distancesThen);
        best = bestThen;
    }
}
