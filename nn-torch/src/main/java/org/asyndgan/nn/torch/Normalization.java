package org.asyndgan.nn.torch;

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
        T_TensorTensorTensor_T normalized = layer.kind() == Norm.Kind.INSTANCE
                ? torch.native_group_norm(
                        x, scale(), shift(), x.size(0), x.size(1), x.size(2) * x.size(3), x.size(1), Norm.EPSILON)
                : torch.native_batch_norm(
                        x,
                        scale(),
                        shift(),
                        new TensorOptional(),
                        new TensorOptional(),
                        true,
                        NO_MOMENTUM,
                        Norm.EPSILON);
        mean = activations.keep(normalized.get1());
        inverseDeviation = activations.keep(normalized.get2());
        return activation.forward(normalized.get0(), sampleSeeds);
    }

    @Override
    public Tensor backward(Tensor dy, Wanted wanted) {
        Tensor g = activation.backward(dy, Wanted.INPUT).contiguous();
        var mask = new BoolPointer(3);
        mask.put(0, wanted.input()).put(1, wanted.parameters()).put(2, wanted.parameters());
        T_TensorTensorTensor_T gradients = layer.kind() == Norm.Kind.INSTANCE
                ? torch.native_group_norm_backward(
                        g,
                        x,
                        mean,
                        inverseDeviation,
                        scale(),
                        x.size(0),
                        x.size(1),
                        x.size(2) * x.size(3),
                        x.size(1),
                        mask)
                : torch.native_batch_norm_backward(
                        g,
                        x,
                        scale(),
                        new TensorOptional(),
                        new TensorOptional(),
                        new TensorOptional(mean),
                        new TensorOptional(inverseDeviation),
                        true,
                        Norm.EPSILON,
                        mask);
        if (wanted.parameters()) {
            weights.addGradient(layer.scale(), gradients.get1());
            weights.addGradient(layer.shift(), gradients.get2());
        }
        return gradients.get0();
    }

    private TensorOptional scale() {
        return new TensorOptional(weights.value(layer.scale()));
    }

    private TensorOptional shift() {
        return new TensorOptional(weights.value(layer.shift()));
    }
}
