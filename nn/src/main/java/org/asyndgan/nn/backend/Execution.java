package org.asyndgan.nn.backend;

import org.asyndgan.nn.tensor.FloatTensor;

/**
 * One network in a backend's memory.
 *
 * <p>Belongs to one thread. Its caller has checked that arguments fit and that calls come in order: a
 * gradient is asked for after a forward pass and before the weights change.
 */
public interface Execution extends AutoCloseable {

    /** Evaluates the network and keeps what its gradients need until the next forward pass. */
    FloatTensor forward(FloatTensor input, long[] sampleSeeds);

    /** ∂L/∂input from ∂L/∂output of the last forward pass. */
    FloatTensor inputGradient(FloatTensor outputGradient);

    /** Adds ∂L/∂weights from ∂L/∂output of the last forward pass. */
    void accumulateGradients(FloatTensor outputGradient);

    /** ∂L/∂weights of each row alone, by its number; overwrites the gradient, and the forward pass is over. */
    void gradientsOfRows(FloatTensor outputGradient, RowUse use);

    Weights weights();

    @Override
    void close();
}
