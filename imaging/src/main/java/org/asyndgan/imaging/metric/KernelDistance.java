package org.asyndgan.imaging.metric;

import java.util.List;

/**
 * Squared maximum mean discrepancy of two sets of features under the kernel (x · y / d + 1)³, without bias (Bińkowski
 * et al. 2018): about 0, and at times below, if both come from one distribution.
 *
 * <p>Every feature is first divided by its standard deviation in the first set and centred there.
 */
public final class KernelDistance {

    private KernelDistance() {}

    /**
     * @param real features of two images or more
     * @param synthetic likewise, of the same length
     */
    public static double of(List<double[]> real, List<double[]> synthetic) {
        if (real.size() < 2 || synthetic.size() < 2) {
            throw new IllegalArgumentException(
                    "A kernel distance needs two images on each side, not " + real.size() + " and " + synthetic.size());
        }
        int length = real.get(0).length;
        double[] mean = new double[length];
        double[] scale = new double[length];
        for (int i = 0; i < length; i++) {
            int at = i;
            mean[i] = real.stream().mapToDouble(one -> one[at]).average().orElse(0);
            double centre = mean[i];
            double variance = real.stream()
                    .mapToDouble(one -> (one[at] - centre) * (one[at] - centre))
                    .average()
                    .orElse(0);
            scale[i] = variance > 0 ? 1 / Math.sqrt(variance) : 0;
        }
        List<double[]> x = real.stream().map(one -> scaled(one, mean, scale)).toList();
        List<double[]> y =
                synthetic.stream().map(one -> scaled(one, mean, scale)).toList();
        return within(x) + within(y) - 2 * between(x, y);
    }

    private static double[] scaled(double[] one, double[] mean, double[] scale) {
        double[] scaled = new double[one.length];
        for (int i = 0; i < one.length; i++) {
            scaled[i] = (one[i] - mean[i]) * scale[i];
        }
        return scaled;
    }

    private static double within(List<double[]> x) {
        double sum = 0;
        for (int i = 0; i < x.size(); i++) {
            for (int j = 0; j < i; j++) {
                sum += 2 * kernel(x.get(i), x.get(j));
            }
        }
        return sum / ((double) x.size() * (x.size() - 1));
    }

    private static double between(List<double[]> x, List<double[]> y) {
        double sum = 0;
        for (double[] one : x) {
            for (double[] other : y) {
                sum += kernel(one, other);
            }
        }
        return sum / ((double) x.size() * y.size());
    }

    private static double kernel(double[] x, double[] y) {
        double dot = 0;
        for (int i = 0; i < x.length; i++) {
            dot += x[i] * y[i];
        }
        double base = dot / x.length + 1;
        return base * base * base;
    }
}
