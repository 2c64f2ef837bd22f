package org.asyndgan.privacy.accountant;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * An independent way to the Rényi divergence, at any real order: the integral of (mixture / N(0, σ²))^α N(0, σ²) by the
 * trapezoidal rule, which converges fast for functions as smooth as this.
 */
final class RenyiIntegral {

    private static final int POINTS = 1500;

    private RenyiIntegral() {}

    /** The orders at which others look: 1.1 to 10.9 by tenths, then 12 to 63. */
    static double[] tenths() {
        return DoubleStream.concat(
                        IntStream.rangeClosed(11, 109).mapToDouble(tenth -> tenth / 10.0),
                        IntStream.rangeClosed(12, 63).asDoubleStream())
                .toArray();
    }

    /** The orders of {@link RenyiBudget}. */
    static double[] integers() {
        return IntStream.rangeClosed(2, 256).asDoubleStream().toArray();
    }

    static double divergence(SubsampledGaussian step, double order) {
        double noise = step.noise();
        double low = -9 * noise;
        double high = order + 9 * noise;
        double width = (high - low) / POINTS;
        double[] logs = new double[POINTS + 1];
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i <= POINTS; i++) {
            double x = low + i * width;
            double exponent = (2 * x - 1) / (2 * noise * noise);
            double ratio = exponent > 500
                    ? Math.log(step.rate()) + exponent
                    : Math.log(1 - step.rate() + step.rate() * Math.exp(exponent));
            logs[i] = order * ratio - x * x / (2 * noise * noise);
            greatest = Math.max(greatest, logs[i]);
        }
        double sum = 0;
        for (double log : logs) {
            sum += Math.exp(log - greatest);
        }
        double integral = greatest + Math.log(sum * width) - Math.log(noise * Math.sqrt(2 * Math.PI));
        return integral / (order - 1);
    }

    static double epsilon(SubsampledGaussian step, long steps, double delta, double... orders) {
        return DoubleStream.of(orders)
                .map(order -> steps * divergence(step, order)
                        + Math.log1p(-1 / order)
                        - (Math.log(delta) + Math.log(order)) / (order - 1))
                .min()
                .orElseThrow();
    }

    static double classicEpsilon(SubsampledGaussian step, long steps, double delta, double... orders) {
        return DoubleStream.of(orders)
                .map(order -> steps * divergence(step, order) - Math.log(delta) / (order - 1))
                .min()
                .orElseThrow();
    }
}
