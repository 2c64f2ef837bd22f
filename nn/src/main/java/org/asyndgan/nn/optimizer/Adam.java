package org.asyndgan.nn.optimizer;

import org.asyndgan.nn.kernel.ParallelFor;
import org.asyndgan.nn.kernel.ParameterVector;
import org.asyndgan.nn.network.NetworkParameters;
import org.asyndgan.nn.network.Parameters;

/**
 * Adam (Kingma and Ba 2015, algorithm 1), in one pass over the flat vectors.
 *
 * <p>m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − lr · m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ) and
 * v̂ = v / (1 − β₂ᵗ): ε is added to the corrected root, as in PyTorch.
 */
public final class Adam implements Optimizer {

    private final ParameterVector parameters;
    private final AdamSettings settings;
    private final float[] firstMoment;
    private final float[] secondMoment;
    private long steps;

    /** @param parameters of a network of this engine */
    public Adam(Parameters parameters, AdamSettings settings) {
        if (!(parameters instanceof NetworkParameters ofNetwork)) {
            throw new IllegalArgumentException(
                    "Adam changes parameters in place, so it needs those of a network of this engine");
        }
        this.parameters = ofNetwork.vector();
        this.settings = settings;
        this.firstMoment = new float[parameters.count()];
        this.secondMoment = new float[parameters.count()];
    }

    @Override
    public void step(double learningRate) {
        steps++;
        double firstCorrection = 1 - Math.pow(settings.beta1(), (double) steps);
        double secondCorrection = 1 - Math.pow(settings.beta2(), (double) steps);
        float rate = (float) (learningRate / firstCorrection);
        float rootFactor = (float) (1 / Math.sqrt(secondCorrection));
        int count = firstMoment.length;
        ParallelFor.share(count, 4L * count, (from, to) -> descend(from, to, rate, rootFactor));
        parameters.changed();
    }

    private void descend(int from, int to, float rate, float rootFactor) {
        float[] values = parameters.values();
        float[] gradients = parameters.gradients();
        float[] m = firstMoment;
        float[] v = secondMoment;
        float keep1 = (float) settings.beta1();
        float keep2 = (float) settings.beta2();
        float take1 = (float) (1 - settings.beta1());
        float take2 = (float) (1 - settings.beta2());
        float epsilon = (float) settings.epsilon();
        for (int i = from; i < to; i++) {
            float g = gradients[i];
            m[i] = keep1 * m[i] + take1 * g;
            v[i] = keep2 * v[i] + take2 * (g * g);
            values[i] -= rate * m[i] / ((float) Math.sqrt(v[i]) * rootFactor + epsilon);
        }
    }

    @Override
    public AdamState state() {
        return new AdamState(steps, firstMoment.clone(), secondMoment.clone());
    }

    @Override
    public void restore(AdamState state) {
        if (state.firstMoment().length != firstMoment.length || state.secondMoment().length != secondMoment.length) {
            throw new IllegalArgumentException("Adam's state is for " + state.firstMoment().length
                    + " parameters, but the network has " + firstMoment.length + "; it belongs to other settings");
        }
        steps = state.steps();
        System.arraycopy(state.firstMoment(), 0, firstMoment, 0, firstMoment.length);
        System.arraycopy(state.secondMoment(), 0, secondMoment, 0, secondMoment.length);
    }
}
