package org.asyndgan.privacy.accountant;

import org.apache.commons.math3.special.Erf;

/**
 * What one step adds up of a group of units that are neighbours together: Σₖ wₖ N(k, σ²), k of them having been drawn.
 *
 * <p>For a single unit that is (1-q) N(0, σ²) + q N(1, σ²).
 */
final class Mixture {

    private static final int HALVINGS = 60;

    private final double noise;
    private final double rate;
    private final double[] weights;

    private Mixture(double noise, double rate, double[] weights) {
        this.noise = noise;
        this.rate = rate;
        this.weights = weights;
    }

    /** @param units in the group, each drawn by a coin of its own; at least 1 */
    static Mixture of(SubsampledGaussian step, int units) {
        double[] weights = new double[units + 1];
        double q = step.rate();
        double combinations = 1;
        for (int k = 0; k <= units; k++) {
            weights[k] = combinations * Math.pow(q, k) * Math.pow(1 - q, units - k);
            combinations *= (units - k) / (k + 1.0);
        }
        return new Mixture(step.noise(), q, weights);
    }

    double noise() {
        return noise;
    }

    /** The largest shift, 1 for a single unit. */
    int units() {
        return weights.length - 1;
    }

    /** log of the mixture over N(0, σ²) at x; it rises with x. */
    double ratio(double x) {
        if (units() == 1) {
            double exponent = exponent(x, 1);
            return rate == 1 ? exponent : Math.log1p(rate * Math.expm1(exponent));
        }
        double greatest = Math.max(0, exponent(x, units()));
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            sum += weights[k] * Math.exp(exponent(x, k) - greatest);
        }
        return greatest + Math.log(sum);
    }

    private double exponent(double x, int shift) {
        return shift * (2 * x - shift) / (2 * noise * noise);
    }

    /** The x whose {@link #ratio} this is; -∞ where there is none. */
    double inverse(double ratio) {
        if (units() == 1) {
            double within = rate == 1 ? ratio : Math.log1p(Math.expm1(ratio) / rate);
            return Double.isNaN(within) ? Double.NEGATIVE_INFINITY : noise * noise * within + 0.5;
        }
        if (ratio <= Math.log(weights[0])) {
            return Double.NEGATIVE_INFINITY;
        }
        double low = -40 * noise;
        double high = units() + 40 * noise;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (ratio(middle) < ratio) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** Mass of the mixture below x. */
    double below(double x) {
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            sum += weights[k] * normal((x - k) / noise);
        }
        return sum;
    }

    /** Mass of the mixture above x. */
    double above(double x) {
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            sum += weights[k] * normal((k - x) / noise);
        }
        return sum;
    }

    /** Φ. */
    static double normal(double z) {
        return 0.5 * Erf.erfc(-z / Math.sqrt(2));
    }
}
