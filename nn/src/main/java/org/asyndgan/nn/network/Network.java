package org.asyndgan.nn.network;

import org.asyndgan.nn.backend.RowUse;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * A function of an input and of parameters, with its derivatives.
 *
 * <p>Deterministic: the same parameters, input and seeds give the same bits on the same machine with
 * the same number of threads. Not thread-safe: one network belongs to one thread.
 */
public interface Network extends AutoCloseable {

    /**
     * Evaluates the network and keeps what a following {@link #inputGradient} or {@link
     * #accumulateGradients} needs, until the next forward pass or change of the parameters.
     *
     * @param input [B, C, H, W]; any B ≥ 1
     * @param sampleSeeds one seed a row of the input, from which its dropout is drawn, so that a row
     *     gets the same dropout in whatever company it is evaluated; none at all turns dropout off
     */
    FloatTensor forward(FloatTensor input, long... sampleSeeds);

    /**
     * ∂L/∂input from ∂L/∂output, shaped like the input of the last forward pass; leaves the parameter
     * gradients alone.
     */
    FloatTensor inputGradient(FloatTensor outputGradient);

    /** Adds ∂L/∂parameters from ∂L/∂output of the last forward pass to the parameter gradients. */
    void accumulateGradients(FloatTensor outputGradient);

    /**
     * ∂L/∂parameters of each row of the last forward pass, as that row alone would have it; overwrites the parameter gradients, and
     * the next gradient needs a new forward pass.
     *
     * @throws IllegalStateException if the network couples the rows of a batch (batch norm)
     */
    void gradientsOfRows(FloatTensor outputGradient, RowUse use);

    Parameters parameters();

    /** Gives the native memory back; the network cannot be used afterwards. */
    @Override
    void close();
}
