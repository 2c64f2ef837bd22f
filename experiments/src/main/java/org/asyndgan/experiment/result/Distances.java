package org.asyndgan.experiment.result;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.asyndgan.experiment.gan.SyntheticSet;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.metric.FeatureSummary;
import org.asyndgan.imaging.metric.KernelDistance;
import org.asyndgan.imaging.metric.RandomFeatures;

/**
 * How far synthetic pairs are from real ones, on the features of fixed random filters.
 *
 * @param frechet to the real pairs of all sites together
 * @param distFrechet Σ n_j / N times the distance to the pairs of site j, for which no site need send more than a mean
 *     and a covariance
 * @param kernel to the real pairs of all sites together
 */
public record Distances(double frechet, double distFrechet, double kernel) {

    /** @param real pairs of each site */
    public static Distances of(
            Collection<String> sites, Function<String, List<TrainingPair>> real, SyntheticSet synthetic) {
        TrainingPair first = synthetic.pairs().get(0);
        RandomFeatures features =
                new RandomFeatures(first.image().dim(0), first.labels().classes());
        List<double[]> drawn = of(features, synthetic.pairs());
        FeatureSummary summary = FeatureSummary.of(drawn);
        List<double[]> all = new ArrayList<>();
        double weighted = 0;
        for (String site : sites) {
            List<double[]> own = of(features, real.apply(site));
            weighted += own.size() * FeatureSummary.of(own).frechet(summary);
            all.addAll(own);
        }
        return new Distances(
                FeatureSummary.of(all).frechet(summary), weighted / all.size(), KernelDistance.of(all, drawn));
    }

    private static List<double[]> of(RandomFeatures features, List<TrainingPair> pairs) {
        return pairs.stream()
                .map(pair -> features.of(pair.image(), pair.labels()))
                .toList();
    }
}
