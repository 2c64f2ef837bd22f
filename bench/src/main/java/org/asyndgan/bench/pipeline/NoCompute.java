package org.asyndgan.bench.pipeline;

import java.util.List;
import org.asyndgan.nn.backend.RowUse;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.network.Parameters;
import org.asyndgan.nn.optimizer.AdamState;
import org.asyndgan.nn.optimizer.Optimizer;
import org.asyndgan.nn.tensor.FloatTensor;

/** A network that computes nothing: what remains is the pipeline's own work. Its image is the mask's first channel. */
final class NoCompute implements Network, Parameters, Optimizer {

    private static final int COUNT = 16;

    private float[] values = new float[COUNT];

    @Override
    public FloatTensor forward(FloatTensor input, long... sampleSeeds) {
        return input.channels(0, 1);
    }

    @Override
    public FloatTensor inputGradient(FloatTensor outputGradient) {
        return outputGradient;
    }

    @Override
    public void accumulateGradients(FloatTensor outputGradient) {}

    @Override
    public void gradientsOfRows(FloatTensor outputGradient, RowUse use) {
        for (int row = 0; row < outputGradient.dim(0); row++) {
            use.accept(row, gradients());
        }
    }

    @Override
    public Parameters parameters() {
        return this;
    }

    @Override
    public int count() {
        return COUNT;
    }

    @Override
    public float[] values() {
        return values.clone();
    }

    @Override
    public void assign(float[] replacement) {
        values = replacement.clone();
    }

    @Override
    public float[] gradients() {
        return new float[COUNT];
    }

    @Override
    public void assignGradients(float[] gradients) {}

    @Override
    public void zeroGradients() {}

    @Override
    public List<ParameterTensor> layout() {
        return List.of(new ParameterTensor("nothing", 0, List.of(COUNT)));
    }

    @Override
    public void step(double learningRate) {}

    @Override
    public AdamState state() {
        return new AdamState(0, new float[0], new float[0]);
    }

    @Override
    public void restore(AdamState state) {}

    @Override
    public void close() {}
}
