package org.asyndgan.nn.torch;

import org.asyndgan.nn.kernel.Parameter;
import org.asyndgan.nn.layer.SpectralConv2d;
import org.asyndgan.nn.layer.Stage.Wanted;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A convolution whose weight is divided by its largest singular value σ: y = x ⋆ (w / σ) + bias.
 *
 * <p>With G = ∂L/∂(w/σ), ∂L/∂w = (G − ⟨G, w/σ⟩ u vᵀ) / σ. σ, u and v are searched for in double precision,
 * as the nd4j backend does: from the vector of equal elements, the same number of rounds each time.
 */
final class SpectralConvolution implements Pass {

    private static final double LEAST = 1e-12;

    private final TorchWeights weights;
    private final Retained activations;
    private final Convolution convolution;
    private final Parameter weight;
    private final Parameter bias;
    private final int iterations;
    private Tensor inverse;
    private Tensor direction;
    private Tensor scaled;

    SpectralConvolution(TorchWeights weights, Retained activations, SpectralConv2d layer) {
        this.weights = weights;
        this.activations = activations;
        this.convolution = new Convolution(weights, activations, layer.convolution());
        this.weight = layer.convolution().weight();
        this.bias = layer.bias();
        this.iterations = layer.iterations();
    }

    @Override
    public Tensor forward(Tensor x, long[] sampleSeeds) {
        searchSingularValue();
        return convolution.forward(x, scaled, new TensorOptional(weights.value(bias)));
    }

    /** A search costs 4 · rounds operations a weight, far below the convolution. */
    private void searchSingularValue() {
        Tensor w = weights.value(weight);
        long outputs = w.size(0);
        Tensor matrix = w.to(ScalarType.Double).view(outputs, w.numel() / outputs);
        Tensor right = matrix.select(1, 0).clone().fill_(new Scalar(1 / Math.sqrt((double) outputs)));
        Tensor left = right;
        Tensor sigma = right;
        for (int i = 0; i < iterations; i++) {
            left = matrix.t().mv(right);
            left = left.div(length(left));
            right = matrix.mv(left);
            sigma = length(right);
            right = right.div(sigma);
        }
        inverse = activations.keep(sigma.reciprocal());
        direction = activations.keep(right.outer(left).view_as(w).to(w.scalar_type()));
        scaled = activations.keep(w.mul(inverse));
    }

    private static Tensor length(Tensor vector) {
        return vector.norm().clamp_min(new Scalar(LEAST));
    }

    @Override
    public Tensor backward(Tensor dy, Wanted wanted) {
        T_TensorTensorTensor_T gradients = convolution.gradients(dy, scaled, wanted, true);
        if (wanted.parameters()) {
            Tensor g = gradients.get1();
            Tensor along = g.mul(scaled).sum();
            weights.addGradient(weight, g.sub(direction.mul(along)).mul_(inverse));
            weights.addGradient(bias, gradients.get2());
        }
        return convolution.inputGradient(gradients, wanted);
    }
}
