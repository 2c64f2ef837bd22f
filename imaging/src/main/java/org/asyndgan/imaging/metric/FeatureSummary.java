package org.asyndgan.imaging.metric;

import java.util.Arrays;
import java.util.List;

/**
 * Mean and covariance of the features of many images: all that a Fréchet distance needs, and nothing from which an
 * image could be had back.
 *
 * <p>Immutable; prints its size only.
 */
public final class FeatureSummary {

    private final long count;
    private final double[] mean;
    private final double[][] covariance;

    private FeatureSummary(long count, double[] mean, double[][] covariance) {
        this.count = count;
        this.mean = mean;
        this.covariance = covariance;
    }

    /**
     * @param features of each image; all of one length, two images or more
     * @throws IllegalArgumentException if there are fewer
     */
    public static FeatureSummary of(List<double[]> features) {
        if (features.size() < 2) {
            throw new IllegalArgumentException("A covariance needs two images at least, not " + features.size());
        }
        int length = features.get(0).length;
        double[] mean = new double[length];
        for (double[] one : features) {
            for (int i = 0; i < length; i++) {
                mean[i] += one[i] / features.size();
            }
        }
        double[][] covariance = new double[length][length];
        for (double[] one : features) {
            for (int i = 0; i < length; i++) {
                for (int j = 0; j < length; j++) {
                    covariance[i][j] += (one[i] - mean[i]) * (one[j] - mean[j]) / (features.size() - 1);
                }
            }
        }
        return new FeatureSummary(features.size(), mean, covariance);
    }

    /** Number of images. */
    public long count() {
        return count;
    }

    /**
     * The Fréchet distance of the two normal distributions with these means and covariances,
     * |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2 (Σ₁^½ Σ₂ Σ₁^½)^½), at least 0 (Dowson and Landau 1982).
     */
    public double frechet(FeatureSummary other) {
        if (mean.length != other.mean.length) {
            throw new IllegalArgumentException("Summaries of " + mean.length + " and " + other.mean.length
                    + " features cannot be compared; use the same features for both");
        }
        double distance = 0;
        double trace = 0;
        for (int i = 0; i < mean.length; i++) {
            distance += (mean[i] - other.mean[i]) * (mean[i] - other.mean[i]);
            trace += covariance[i][i] + other.covariance[i][i];
        }
        double[][] root = Symmetric.root(covariance);
        double[] eigenvalues = Symmetric.eigenvalues(Symmetric.sandwich(root, other.covariance));
        double shared = Arrays.stream(eigenvalues)
                .map(value -> Math.sqrt(Math.max(0, value)))
                .sum();
        return Math.max(0, distance + trace - 2 * shared);
    }

    /** The number of images and features alone. */
    @Override
    public String toString() {
        return "summary of " + mean.length + " features of " + count + " images";
    }
}
