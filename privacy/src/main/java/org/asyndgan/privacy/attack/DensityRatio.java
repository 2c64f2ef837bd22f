package org.asyndgan.privacy.attack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.apache.commons.math3.util.FastMath;

/**
 * How much denser points lie where a generator draws than where real points do that it never saw (DOMIAS, van Breugel, Sun,
 * Qian and van der Schaar 2023): ln p_G(x) - ln p_R(x). A generator that remembers draws too often near what it was trained on.
 *
 * <p>Both densities are estimates with Gaussian kernels of Scott's bandwidth, on the leading principal components of all points
 * together: at most 10, and one for every 5 real points.
 */
public final class DensityRatio {

    private static final int MOST_COMPONENTS = 10;
    private static final int POINTS_A_COMPONENT = 5;
    private static final double NOTHING = 1e-9;

    private final double[] mean;
    private final double[][] components;
    private final Density generated;
    private final Density real;

    private DensityRatio(double[] mean, double[][] components, List<double[]> generated, List<double[]> real) {
        this.mean = mean;
        this.components = components;
        this.generated = new Density(generated.stream().map(this::reduced).toList());
        this.real = new Density(real.stream().map(this::reduced).toList());
    }

    /**
     * Estimates both densities.
     *
     * @param generated points that the generator drew, at least 2
     * @param real points that it was not trained on, at least 2, of as many numbers
     */
    public static DensityRatio of(List<double[]> generated, List<double[]> real) {
        double[][] all = Stream.concat(generated.stream(), real.stream()).toArray(double[][]::new);
        int size = all[0].length;
        double[] mean = new double[size];
        for (double[] point : all) {
            for (int i = 0; i < size; i++) {
                mean[i] += point[i] / all.length;
            }
        }
        EigenDecomposition axes =
                new EigenDecomposition(new Covariance(new Array2DRowRealMatrix(all)).getCovarianceMatrix());
        int most = Math.min(MOST_COMPONENTS, Math.max(1, real.size() / POINTS_A_COMPONENT));
        List<double[]> components = new ArrayList<>();
        for (int axis = 0; axis < Math.min(most, size); axis++) {
            double variance = axes.getRealEigenvalue(axis);
            if (components.isEmpty() || variance > NOTHING * axes.getRealEigenvalue(0)) {
                double scale = 1 / Math.sqrt(Math.max(variance, Double.MIN_NORMAL));
                components.add(axes.getEigenvector(axis).mapMultiply(scale).toArray());
            }
        }
        return new DensityRatio(mean, components.toArray(double[][]::new), generated, real);
    }

    /** ln p_G - ln p_R of a point. */
    public double log(double[] point) {
        double[] reduced = reduced(point);
        return generated.log(reduced) - real.log(reduced);
    }

    private double[] reduced(double[] point) {
        double[] reduced = new double[components.length];
        for (int c = 0; c < reduced.length; c++) {
            for (int i = 0; i < point.length; i++) {
                reduced[c] += components[c][i] * (point[i] - mean[i]);
            }
        }
        return reduced;
    }

    /** A sum of Gaussian kernels, one a point, with the spread of the points along each axis. */
    private static final class Density {

        /** Of all points together a component's spread is 1. */
        private static final double LEAST_SPREAD = 0.01;

        private final List<double[]> points;
        private final double[] bandwidth;

        Density(List<double[]> points) {
            this.points = points;
            int axes = points.get(0).length;
            double scott = FastMath.pow(points.size(), -1.0 / (axes + 4));
            this.bandwidth = new double[axes];
            for (int axis = 0; axis < axes; axis++) {
                int at = axis;
                double mean = points.stream()
                        .mapToDouble(point -> point[at])
                        .average()
                        .orElseThrow();
                double squares = points.stream()
                        .mapToDouble(point -> (point[at] - mean) * (point[at] - mean))
                        .sum();
                double spread = Math.sqrt(squares / Math.max(1, points.size() - 1));
                bandwidth[axis] = scott * Math.max(LEAST_SPREAD, spread);
            }
        }

        double log(double[] at) {
            double[] exponents =
                    points.stream().mapToDouble(point -> exponent(point, at)).toArray();
            double largest = Arrays.stream(exponents).max().orElseThrow();
            double sum =
                    Arrays.stream(exponents).map(e -> FastMath.exp(e - largest)).sum();
            double volume = Arrays.stream(bandwidth).map(FastMath::log).sum();
            return largest + FastMath.log(sum / points.size()) - volume;
        }

        private double exponent(double[] point, double[] at) {
            double sum = 0;
            for (int axis = 0; axis < at.length; axis++) {
                double apart = (point[axis] - at[axis]) / bandwidth[axis];
                sum -= apart * apart / 2;
            }
            return sum;
        }
    }
}
