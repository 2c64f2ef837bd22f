package org.asyndgan.nn.torch;

import org.asyndgan.nn.kernel.Parameter;
import org.asyndgan.nn.layer.Norm;
import org.asyndgan.nn.layer.Stage.Wanted;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Instance or batch norm, and the activation that follows. */
final class Normalization implements Pass {

    private static final double NO_MOMENTUM = 0;

    private final TorchWeights weights;
    private final Retained activations;
    private final Norm layer;
    private final Activating activation;
    private Tensor x;
    private Tensor mean;
    private Tensor inverseDeviation;

    Normalization(TorchWeights weights, Retained activations, Norm layer) {
        this.weights = weights;
        this.activations = activations;
        this.layer = layer;
        this.activation = new Activating(activations, layer.activation(), true);
    }

    @Override
    public Tensor forward(Tensor input, long[] sampleSeeds) {
        x = activations.keep(input.contiguous());
        T_TensorTensorTensor_T normalized = torch.native_batch_norm(
                lined(x),
                repeated(layer.scale()),
                repeated(layer.shift()),
                new TensorOptional(),
                new TensorOptional(),
                true,
                NO_MOMENTUM,
                Norm.EPSILON);
        mean = activations.keep(normalized.get1());
        inverseDeviation = activations.keep(normalized.get2());
        return activation.forward(normalized.get0().view_as(x), sampleSeeds);
    }

    @Override
    public Tensor backward(Tensor dy, Wanted wanted) {
        Tensor g = activation.backward(dy, Wanted.INPUT).contiguous();
        var mask = new BoolPointer(3);
        mask.put(0, wanted.input()).put(1, wanted.parameters()).put(2, wanted.parameters());
        T_TensorTensorTensor_T gradients = torch.native_batch_norm_backward(
                lined(g),
                lined(x),
                repeated(layer.scale()),
                new TensorOptional(),
                new TensorOptional(),
                new TensorOptional(mean),
                new TensorOptional(inverseDeviation),
                true,
                Norm.EPSILON,
                mask);
        if (wanted.parameters()) {
            weights.addGradient(layer.scale(), summed(gradients.get1()));
            weights.addGradient(layer.shift(), summed(gradients.get2()));
        }
        return wanted.input() ? gradients.get0().view_as(x) : gradients.get0();
    }

    private boolean isOfSamples() {
        return layer.kind() == Norm.Kind.INSTANCE && x.size(0) > 1;
    }

    /**
     * Instance norm is batch norm of one sample whose channels are those of all, as PyTorch computes it. Group norm would
     * leave rounding errors where a map has one element and its gradient is 0, and Adam makes whole steps of them.
     */
    private Tensor lined(Tensor maps) {
        return isOfSamples() ? maps.view(1, x.size(0) * x.size(1), x.size(2), x.size(3)) : maps;
    }

    private TensorOptional repeated(Parameter parameter) {
        Tensor value = weights.value(parameter);
        return new TensorOptional(isOfSamples() ? value.repeat(x.size(0)) : value);
    }

    private Tensor summed(Tensor gradient) {
        return isOfSamples() ? gradient.view(x.size(0), x.size(1)).sum(0) : gradient;
    }
}
