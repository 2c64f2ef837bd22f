package org.asyndgan.nn.torch;

import org.asyndgan.nn.layer.Activation;
import org.asyndgan.nn.layer.Stage.Wanted;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A function of one number, and its derivative from its result. */
final class Activating implements Pass {

    private final Retained activations;
    private final Activation function;
    private final boolean isInPlace;
    private Tensor y;

    /** @param isInPlace whether the result may take the input's memory */
    Activating(Retained activations, Activation function, boolean isInPlace) {
        this.activations = activations;
        this.function = function;
        this.isInPlace = isInPlace;
    }

    @Override
    public Tensor forward(Tensor x, long[] sampleSeeds) {
        if (function == Activation.NONE) {
            return x;
        }
        Tensor result =
                switch (function) {
                    case RELU -> isInPlace ? torch.relu_(x) : torch.relu(x);
                    case LEAKY_RELU, SLIGHTLY_LEAKY_RELU ->
                        isInPlace ? torch.leaky_relu_(x, slope()) : torch.leaky_relu(x, slope());
                    default -> isInPlace ? torch.tanh_(x) : torch.tanh(x);
                };
        y = activations.keep(result);
        return y;
    }

    @Override
    public Tensor backward(Tensor dy, Wanted wanted) {
        return switch (function) {
            case NONE -> dy;
            case RELU -> torch.threshold_backward(dy, y, new Scalar(0f));
            case LEAKY_RELU, SLIGHTLY_LEAKY_RELU -> torch.leaky_relu_backward(dy, y, slope(), true);
            case TANH -> torch.tanh_backward(dy, y);
        };
    }

    private Scalar slope() {
        return new Scalar(function == Activation.LEAKY_RELU ? Activation.SLOPE : Activation.SLIGHT_SLOPE);
    }
}
