package org.asyndgan.core.drawing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.asyndgan.core.protocol.SiteId;

/**
 * How long the parameter gradients of each site were in its last steps, and what follows for how long one may be.
 *
 * <p>With g_j the sum of what site j adds to a step, w_j the sum of the weights of its gradients and n_j = ‖g_j‖ / w_j, a
 * site's level is the median of its last n_j, this step's included. What it adds is multiplied by min(1, c · m / n_j), where
 * m is the median of the levels and c the cap. So no site is shortened for being larger or heard for being late: the cap is
 * on a site's gradient, and leaves its share π_j what it is.
 *
 * <p>A site whose norms are not those of the others cannot move m while such sites are the minority. With fewer than three
 * sites nobody can say which of them is wrong, and nothing is shortened.
 *
 * <p>Part of the generator's state. Not thread-safe.
 */
final class SiteNorms {

    /** Norms that are kept of each site: as many as tell a change from an outlier. */
    private static final int KEPT = 15;

    private static final int LEAST_SITES = 3;

    private final TreeMap<SiteId, List<Double>> norms = new TreeMap<>();

    /**
     * Takes the norms of one step.
     *
     * @param of ‖g_j‖ / w_j of the sites that the step folds
     * @param cap c, at least 1
     * @param members whose levels count; what is kept of others is forgotten
     * @return the factor of each site's gradient, in [0, 1]; 0 only where most sites' gradients are 0
     */
    Map<SiteId, Double> factors(Map<SiteId, Double> of, double cap, Set<SiteId> members) {
        norms.keySet().retainAll(members);
        of.forEach(this::note);
        double most = norms.size() < LEAST_SITES ? Double.POSITIVE_INFINITY : cap * median(levels());
        Map<SiteId, Double> factors = new TreeMap<>();
        of.forEach((site, norm) -> factors.put(site, norm > most ? most / norm : 1.0));
        return factors;
    }

    private void note(SiteId site, double norm) {
        List<Double> kept = norms.computeIfAbsent(site, first -> new ArrayList<>());
        kept.add(norm);
        if (kept.size() > KEPT) {
            kept.remove(0);
        }
    }

    private List<Double> levels() {
        return norms.values().stream().map(SiteNorms::median).toList();
    }

    /** The lower one of two in the middle. */
    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get((sorted.size() - 1) / 2);
    }

    /** What is kept, the oldest norm of each site first. */
    Map<SiteId, List<Double>> all() {
        Map<SiteId, List<Double>> all = new TreeMap<>();
        norms.forEach((site, kept) -> all.put(site, List.copyOf(kept)));
        return all;
    }

    /** Goes on from what a snapshot holds. */
    void restore(Map<SiteId, List<Double>> saved) {
        norms.clear();
        saved.forEach((site, kept) -> norms.put(site, new ArrayList<>(kept)));
    }
}
