package org.asyndgan.experiment.gaussian;

import java.util.Arrays;
import java.util.List;

/**
 * Normal distributions in equal parts.
 *
 * @param parts one a site
 */
record Mixture(List<Normal> parts) {

    /** The paper's: N(-3, 2), N(1, 1), N(3, 0.5), the second numbers taken as variances (the paper does not say). */
    static final Mixture PAPER =
            new Mixture(List.of(new Normal(-3, Math.sqrt(2)), new Normal(1, 1), new Normal(3, Math.sqrt(0.5))));

    private static final double EDGE = 14;
    private static final int CELLS = 28_000;

    Mixture {
        parts = List.copyOf(parts);
    }

    /** A normal distribution. */
    record Normal(double mean, double deviation) {

        double density(double y) {
            double z = (y - mean) / deviation;
            return Math.exp(-z * z / 2) / (deviation * Math.sqrt(2 * Math.PI));
        }
    }

    double density(double y) {
        return parts.stream().mapToDouble(part -> part.density(y)).average().orElse(0);
    }

    /**
     * The Wasserstein-1 distance of samples to this mixture, ∫ |F_samples - F| dy over [-14, 14], in the unit of y.
     *
     * @param samples at least one
     */
    double wasserstein(double[] samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        double cell = 2 * EDGE / CELLS;
        double distribution = 0;
        double distance = 0;
        int below = 0;
        for (int i = 0; i < CELLS; i++) {
            double middle = -EDGE + (i + 0.5) * cell;
            distribution += density(middle) * cell / 2;
            while (below < sorted.length && sorted[below] <= middle) {
                below++;
            }
            distance += Math.abs((double) below / sorted.length - distribution) * cell;
            distribution += density(middle) * cell / 2;
        }
        return distance;
    }
}
