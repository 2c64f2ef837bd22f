package org.asyndgan.experiment.result;

import java.util.List;

/**
 * One GAN with one seed: how it went and how far its images are from real ones.
 *
 * @param source its name
 * @param pairs it drew
 * @param steps of its generator, all sites' together where each has one
 * @param generatorLosses means over equal shares of the steps
 * @param discriminatorLosses likewise
 * @param frechet Fréchet distance to the real training pairs of all sites, on {@link
 *     org.asyndgan.imaging.metric.RandomFeatures}
 * @param distFrechet the mean of the distances to each site's pairs, weighted by their number
 * @param kernel kernel distance to all real training pairs on the same features
 * @param gallery some of the pairs
 * @param seconds of wall time
 */
public record GanResult(
        String source,
        long seed,
        int pairs,
        long steps,
        List<Double> generatorLosses,
        List<Double> discriminatorLosses,
        double frechet,
        double distFrechet,
        double kernel,
        List<Sample> gallery,
        double seconds) {

    public GanResult {
        generatorLosses = List.copyOf(generatorLosses);
        discriminatorLosses = List.copyOf(discriminatorLosses);
        gallery = List.copyOf(gallery);
    }

    /** A mask and the image drawn from it, or the real one. */
    public record Sample(Grid labels, Grid image) {}
}
