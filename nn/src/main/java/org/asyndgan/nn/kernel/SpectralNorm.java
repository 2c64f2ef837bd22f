package org.asyndgan.nn.kernel;

import java.util.Arrays;

/**
 * The largest singular value σ of a convolution's weight as a matrix [kH · kW · in, out], with its vectors u and v, by power
 * iteration.
 *
 * <p>Every search begins with the same vector and takes the same number of rounds, instead of going on from the last one's (Miyato
 * et al. 2018): σ is then a function of the weight alone, and a network that goes on from a snapshot or repeats a pass needs no
 * further state for the same bits. A round costs two multiplications a weight, far below a convolution's.
 */
public final class SpectralNorm {

    /** Rounds after which σ of a trained weight is within a per cent or so. */
    public static final int ITERATIONS = 8;

    private static final double LEAST = 1e-12;

    private final ParameterVector parameters;
    private final Parameter weight;
    private final int iterations;
    private final int outputs;
    private final double[] left;
    private final double[] right;
    private double sigma = 1;
    private long version = -1;

    /** @param weight [kH, kW, in, out] */
    public SpectralNorm(ParameterVector parameters, Parameter weight, int iterations) {
        this.parameters = parameters;
        this.weight = weight;
        this.iterations = iterations;
        this.outputs = weight.shape().get(weight.shape().size() - 1);
        this.left = new double[weight.size() / outputs];
        this.right = new double[outputs];
    }

    /** Searches again if the parameters have changed. */
    public void refresh() {
        if (version == parameters.version()) {
            return;
        }
        Arrays.fill(right, 1 / Math.sqrt(outputs));
        for (int i = 0; i < iterations; i++) {
            toLeft();
            normalize(left);
            toRight();
            sigma = normalize(right);
        }
        version = parameters.version();
    }

    private void toLeft() {
        float[] w = parameters.values();
        for (int row = 0; row < left.length; row++) {
            double sum = 0;
            int at = weight.offset() + row * outputs;
            for (int o = 0; o < outputs; o++) {
                sum += w[at + o] * right[o];
            }
            left[row] = sum;
        }
    }

    private void toRight() {
        float[] w = parameters.values();
        Arrays.fill(right, 0);
        for (int row = 0; row < left.length; row++) {
            double factor = left[row];
            int at = weight.offset() + row * outputs;
            for (int o = 0; o < outputs; o++) {
                right[o] += w[at + o] * factor;
            }
        }
    }

    /** Divides a vector by its length, which it returns. */
    private static double normalize(double[] vector) {
        double squares = 0;
        for (double element : vector) {
            squares += element * element;
        }
        double length = Math.max(LEAST, Math.sqrt(squares));
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
        return length;
    }

    /** σ, as of the last {@link #refresh}. */
    public double sigma() {
        return sigma;
    }

    /** Subtracts so many times u vᵀ from the weight's gradient. */
    public void subtractAlong(double factor) {
        float[] gradients = parameters.gradients();
        for (int row = 0; row < left.length; row++) {
            double times = factor * left[row];
            int at = weight.offset() + row * outputs;
            for (int o = 0; o < outputs; o++) {
                gradients[at + o] -= (float) (times * right[o]);
            }
        }
    }
}
