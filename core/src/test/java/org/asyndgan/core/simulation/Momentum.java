package org.asyndgan.core.simulation;

import org.asyndgan.nn.network.Parameters;
import org.asyndgan.nn.optimizer.AdamState;
import org.asyndgan.nn.optimizer.Optimizer;

/** m ← m / 2 + g, w ← w - η m: an optimiser with a memory, small enough to compute by hand. */
public final class Momentum implements Optimizer {

    private final Parameters parameters;
    private float[] momentum;
    private long steps;

    public Momentum(Parameters parameters) {
        this.parameters = parameters;
        this.momentum = new float[parameters.count()];
    }

    @Override
    public void step(double learningRate) {
        float[] values = parameters.values();
        float[] gradients = parameters.gradients();
        for (int i = 0; i < values.length; i++) {
            momentum[i] = momentum[i] / 2 + gradients[i];
            values[i] -= (float) (learningRate * momentum[i]);
        }
        parameters.assign(values);
        steps++;
    }

    @Override
    public AdamState state() {
        return new AdamState(steps, momentum.clone(), new float[0]);
    }

    @Override
    public void restore(AdamState state) {
        steps = state.steps();
        momentum = state.firstMoment().clone();
    }
}
