package org.asyndgan.nn.optimizer;

/** Descends along the gradient that has accumulated in one network's parameters. */
public interface Optimizer {

    /** Changes the parameters by one step and leaves their gradient as it is. */
    void step(double learningRate);

    /** A copy of what the next step depends on beside parameters and gradient. */
    AdamState state();

    /** Continues from a state that {@link #state()} gave, of a network with the same settings. */
    void restore(AdamState state);
}
