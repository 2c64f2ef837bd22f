package org.asyndgan.nn.network;

import java.util.List;

/**
 * All parameters of one network as one flat vector, and the gradient beside it.
 *
 * <p>The order of the elements is fixed by the network's settings, so a vector taken from one network
 * fits any other of the same settings.
 */
public interface Parameters {

    /** Number of parameters. */
    int count();

    /** A copy of the values, in the order of {@link #layout()}. */
    float[] values();

    /** Replaces all values. */
    void assign(float[] values);

    /** A copy of the gradient accumulated since {@link #zeroGradients()}. */
    float[] gradients();

    void zeroGradients();

    /** Names and shapes of the tensors that make up the vector, in order. */
    List<ParameterTensor> layout();

    /**
     * One named tensor within the vector.
     *
     * @param name unique in its network, such as {@code model.1.weight}
     * @param offset of its first element in the vector
     * @param shape in the layout of the vector, row-major
     */
    record ParameterTensor(String name, int offset, List<Integer> shape) {}
}
