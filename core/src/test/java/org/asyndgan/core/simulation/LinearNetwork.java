package org.asyndgan.core.simulation;

import java.util.List;
import org.asyndgan.nn.backend.RowUse;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.network.Parameters;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * y[o] = Σ_i w[o, i] x[i] at every pixel, in plain Java: a network small enough to compute by hand.
 *
 * <p>With seeds, a row's output is scaled by 1 or 2, by the lowest bit of its seed, so that a pass
 * repeated with other noise shows.
 */
public final class LinearNetwork implements Network {

    private final int in;
    private final int out;
    private final Vector vector;
    private FloatTensor input;
    private long[] seeds;

    public LinearNetwork(int in, int out, float... weights) {
        this.in = in;
        this.out = out;
        this.vector = new Vector(weights.clone(), new float[weights.length]);
    }

    @Override
    public FloatTensor forward(FloatTensor x, long... sampleSeeds) {
        input = x;
        seeds = sampleSeeds.clone();
        float[] y = new float[x.size() / in * out];
        int plane = x.dim(2) * x.dim(3);
        for (int at = 0; at < y.length; at++) {
            int row = at / (out * plane);
            int o = at / plane % out;
            for (int i = 0; i < in; i++) {
                y[at] += scale(row) * vector.values[o * in + i] * x.at((row * in + i) * plane + at % plane);
            }
        }
        return FloatTensor.adopt(y, x.dim(0), out, x.dim(2), x.dim(3));
    }

    private float scale(int row) {
        return seeds.length == 0 ? 1 : 1 + (seeds[row] & 1);
    }

    @Override
    public FloatTensor inputGradient(FloatTensor gradient) {
        float[] dx = new float[input.size()];
        int plane = input.dim(2) * input.dim(3);
        for (int at = 0; at < dx.length; at++) {
            int row = at / (in * plane);
            int i = at / plane % in;
            for (int o = 0; o < out; o++) {
                dx[at] += scale(row) * vector.values[o * in + i] * gradient.at((row * out + o) * plane + at % plane);
            }
        }
        return FloatTensor.adopt(dx, input.shape());
    }

    @Override
    public void accumulateGradients(FloatTensor gradient) {
        int plane = input.dim(2) * input.dim(3);
        for (int at = 0; at < gradient.size(); at++) {
            int row = at / (out * plane);
            int o = at / plane % out;
            for (int i = 0; i < in; i++) {
                vector.gradients[o * in + i] +=
                        scale(row) * gradient.at(at) * input.at((row * in + i) * plane + at % plane);
            }
        }
    }

    @Override
    public void gradientsOfRows(FloatTensor gradient, RowUse use) {
        FloatTensor all = input;
        long[] seedsOfAll = seeds;
        for (int row = 0; row < all.dim(0); row++) {
            input = all.rows(row, row + 1);
            seeds = seedsOfAll.length == 0 ? seedsOfAll : new long[] {seedsOfAll[row]};
            vector.zeroGradients();
            accumulateGradients(gradient.rows(row, row + 1));
            use.accept(row, vector.gradients());
        }
    }

    @Override
    public Parameters parameters() {
        return vector;
    }

    @Override
    public void close() {}

    private static final class Vector implements Parameters {

        private final float[] values;
        private final float[] gradients;

        Vector(float[] values, float[] gradients) {
            this.values = values;
            this.gradients = gradients;
        }

        @Override
        public int count() {
            return values.length;
        }

        @Override
        public float[] values() {
            return values.clone();
        }

        @Override
        public void assign(float[] replacement) {
            System.arraycopy(replacement, 0, values, 0, values.length);
        }

        @Override
        public float[] gradients() {
            return gradients.clone();
        }

        @Override
        public void assignGradients(float[] replacement) {
            System.arraycopy(replacement, 0, gradients, 0, gradients.length);
        }

        @Override
        public void zeroGradients() {
            java.util.Arrays.fill(gradients, 0);
        }

        @Override
        public List<ParameterTensor> layout() {
            return List.of(new ParameterTensor("weight", 0, List.of(values.length)));
        }
    }
}
