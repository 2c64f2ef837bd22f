package org.asyndgan.nn.optimizer;

import org.asyndgan.nn.backend.Weights;
import org.asyndgan.nn.network.NetworkParameters;
import org.asyndgan.nn.network.Parameters;

/**
 * Adam (Kingma and Ba 2015, algorithm 1), where the backend keeps the weights.
 *
 * <p>m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − lr · m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ) and
 * v̂ = v / (1 − β₂ᵗ): ε is added to the corrected root, as in PyTorch.
 */
public final class Adam implements Optimizer {

    private final int count;
    private final AdamSettings settings;
    private final Weights.Moments moments;
    private long steps;

    /** @param parameters of a network of this engine */
    public Adam(Parameters parameters, AdamSettings settings) {
        if (!(parameters instanceof NetworkParameters ofNetwork)) {
            throw new IllegalArgumentException(
                    "Adam changes parameters in place, so it needs those of a network of this engine");
        }
        this.count = parameters.count();
        this.settings = settings;
        this.moments = ofNetwork.moments();
    }

    @Override
    public void step(double learningRate) {
        steps++;
        double firstCorrection = 1 - Math.pow(settings.beta1(), (double) steps);
        double secondCorrection = 1 - Math.pow(settings.beta2(), (double) steps);
        moments.descend(new Weights.Descent(
                settings.beta1(),
                settings.beta2(),
                settings.epsilon(),
                learningRate / firstCorrection,
                1 / Math.sqrt(secondCorrection)));
    }

    @Override
    public AdamState state() {
        return new AdamState(steps, moments.first(), moments.second());
    }

    @Override
    public void restore(AdamState state) {
        if (state.firstMoment().length != count || state.secondMoment().length != count) {
            throw new IllegalArgumentException("Adam's state is for " + state.firstMoment().length
                    + " parameters, but the network has " + count + "; it belongs to other settings");
        }
        steps = state.steps();
        moments.restore(state.firstMoment(), state.secondMoment());
    }
}
