package org.asyndgan.nn.network;

import java.util.List;
import org.asyndgan.nn.kernel.ParameterVector;

/** The parameters of a network of this package, whose vector an optimiser may change in place. */
public final class NetworkParameters implements Parameters {

    private final ParameterVector vector;

    NetworkParameters(ParameterVector vector) {
        this.vector = vector;
    }

    /** The vector itself, for optimisers. */
    public ParameterVector vector() {
        return vector;
    }

    @Override
    public int count() {
        return vector.values().length;
    }

    @Override
    public float[] values() {
        return vector.values().clone();
    }

    @Override
    public void assign(float[] values) {
        if (values.length != count()) {
            throw new IllegalArgumentException("The network has " + count() + " parameters, but " + values.length
                    + " values were given; they come from a network with other settings");
        }
        System.arraycopy(values, 0, vector.values(), 0, values.length);
        vector.changed();
    }

    @Override
    public float[] gradients() {
        return vector.gradients().clone();
    }

    @Override
    public void assignGradients(float[] gradients) {
        if (gradients.length != count()) {
            throw new IllegalArgumentException(
                    "The network has " + count() + " parameters, but a gradient by " + gradients.length + " was given");
        }
        System.arraycopy(gradients, 0, vector.gradients(), 0, gradients.length);
    }

    @Override
    public void zeroGradients() {
        vector.zeroGradients();
    }

    @Override
    public List<ParameterTensor> layout() {
        return vector.tensors().stream()
                .map(tensor -> new ParameterTensor(tensor.name(), tensor.offset(), tensor.shape()))
                .toList();
    }
}
