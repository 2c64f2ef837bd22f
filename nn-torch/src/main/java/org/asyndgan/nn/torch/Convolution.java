package org.asyndgan.nn.torch;

import java.util.Optional;
import org.asyndgan.nn.kernel.Parameter;
import org.asyndgan.nn.layer.Conv2d;
import org.asyndgan.nn.layer.ConvTranspose2d;
import org.asyndgan.nn.layer.Padding;
import org.asyndgan.nn.layer.Stage.Wanted;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** A convolution or its transpose, with what lies beyond the border. */
final class Convolution implements Pass {

    private static final long[] ONE = {1, 1};
    private static final long[] NONE = {0, 0};

    private final TorchWeights weights;
    private final Retained activations;
    private final Parameter weight;
    private final Optional<Parameter> bias;
    private final boolean isTransposed;
    private final long[] stride;
    private final long[] padding;
    private final long[] more;
    private final Optional<Reflection> reflection;
    private Tensor x;

    Convolution(TorchWeights weights, Retained activations, Conv2d layer) {
        this.weights = weights;
        this.activations = activations;
        this.weight = layer.weight();
        this.bias = layer.bias();
        this.isTransposed = false;
        Conv2d.Geometry geometry = layer.geometry();
        boolean isReflected = geometry.padding() == Padding.REFLECT && geometry.margin() > 0;
        this.reflection = isReflected ? Optional.of(new Reflection(geometry.margin())) : Optional.empty();
        this.stride = new long[] {geometry.stride(), geometry.stride()};
        this.padding = isReflected ? NONE : new long[] {geometry.margin(), geometry.margin()};
        this.more = NONE;
    }

    Convolution(TorchWeights weights, Retained activations, ConvTranspose2d layer) {
        this.weights = weights;
        this.activations = activations;
        this.weight = layer.weight();
        this.bias = layer.bias();
        this.isTransposed = true;
        this.reflection = Optional.empty();
        this.stride = new long[] {ConvTranspose2d.STRIDE, ConvTranspose2d.STRIDE};
        this.padding = new long[] {ConvTranspose2d.MARGIN, ConvTranspose2d.MARGIN};
        this.more = ONE;
    }

    @Override
    public Tensor forward(Tensor input, long[] sampleSeeds) {
        return forward(
                input,
                weights.value(weight),
                bias.map(b -> new TensorOptional(weights.value(b))).orElseGet(TensorOptional::new));
    }

    /** With a weight of the caller's. */
    Tensor forward(Tensor input, Tensor kernel, TensorOptional shift) {
        x = activations.keep(reflection.map(r -> r.pad(input)).orElse(input));
        return torch.convolution(x, kernel, shift, stride, padding, ONE, isTransposed, more, 1);
    }

    @Override
    public Tensor backward(Tensor dy, Wanted wanted) {
        T_TensorTensorTensor_T gradients = gradients(dy, weights.value(weight), wanted, bias.isPresent());
        if (wanted.parameters()) {
            weights.addGradient(weight, gradients.get1());
            bias.ifPresent(b -> weights.addGradient(b, gradients.get2()));
        }
        return inputGradient(gradients, wanted);
    }

    /** ∂L/∂x with its border, ∂L/∂w and ∂L/∂bias, as far as they are wanted. */
    T_TensorTensorTensor_T gradients(Tensor dy, Tensor kernel, Wanted wanted, boolean isBiased) {
        var mask = new BoolPointer(3);
        mask.put(0, wanted.input()).put(1, wanted.parameters()).put(2, wanted.parameters() && isBiased);
        long[] biases = {dy.size(1)};
        return torch.convolution_backward(dy, x, kernel, biases, stride, padding, ONE, isTransposed, more, 1, mask);
    }

    Tensor inputGradient(T_TensorTensorTensor_T gradients, Wanted wanted) {
        Tensor dx = gradients.get0();
        return wanted.input() && reflection.isPresent() ? reflection.get().fold(dx) : dx;
    }
}
