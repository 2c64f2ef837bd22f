package org.asyndgan.nn.network;

import java.util.List;
import org.asyndgan.nn.backend.Weights;
import org.asyndgan.nn.kernel.Parameter;

/** The parameters of a network of this package, which an optimiser may change where they are. */
public final class NetworkParameters implements Parameters {

    private final List<ParameterTensor> layout;
    private final int count;
    private final Weights weights;

    NetworkParameters(List<Parameter> tensors, Weights weights) {
        this.layout = tensors.stream()
                .map(tensor -> new ParameterTensor(tensor.name(), tensor.offset(), tensor.shape()))
                .toList();
        this.count = tensors.stream().mapToInt(Parameter::size).sum();
        this.weights = weights;
    }

    /** The moments of one optimiser, beside the weights. */
    public Weights.Moments moments() {
        return weights.moments();
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public float[] values() {
        return weights.values();
    }

    @Override
    public void assign(float[] values) {
        if (values.length != count) {
            throw new IllegalArgumentException("The network has " + count + " parameters, but " + values.length
                    + " values were given; they come from a network with other settings");
        }
        weights.assign(values);
    }

    @Override
    public float[] gradients() {
        return weights.gradients();
    }

    @Override
    public void assignGradients(float[] gradients) {
        if (gradients.length != count) {
            throw new IllegalArgumentException(
                    "The network has " + count + " parameters, but a gradient by " + gradients.length + " was given");
        }
        weights.assignGradients(gradients);
    }

    @Override
    public void zeroGradients() {
        weights.zeroGradients();
    }

    @Override
    public List<ParameterTensor> layout() {
        return layout;
    }
}
