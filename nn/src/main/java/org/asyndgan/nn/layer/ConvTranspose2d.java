package org.asyndgan.nn.layer;

import java.util.Optional;
import org.asyndgan.nn.kernel.Convolution;
import org.asyndgan.nn.kernel.ConvolutionShape;
import org.asyndgan.nn.kernel.FeatureMaps;
import org.asyndgan.nn.kernel.Initializer;
import org.asyndgan.nn.kernel.ParallelFor;
import org.asyndgan.nn.kernel.Parameter;
import org.asyndgan.nn.kernel.ParameterVector;
import org.asyndgan.nn.kernel.Workspace;

/**
 * Transposed 3 × 3 convolution of stride 2 that doubles height and width: [B, I, H, W] → [B, O, 2H,
 * 2W] (PyTorch: padding 1, output_padding 1).
 *
 * <p>Computed as what it is, the input gradient of the strided convolution from O to I channels; the
 * library's own deconvolution was measured an order of magnitude slower (docs/performance.md). The
 * weight is that convolution's, [3, 3, O, I].
 */
public final class ConvTranspose2d implements Layer {

    public static final int KERNEL = 3;
    public static final int STRIDE = 2;
    public static final int MARGIN = 1;

    private final int inputs;
    private final int outputs;
    private final ParameterVector parameters;
    private final Parameter weight;
    private final Bias bias;

    /** Declares {@code name.weight} and, where wanted, {@code name.bias}. */
    public ConvTranspose2d(
            ParameterVector parameters, String name, int inputs, int outputs, boolean biased, Initializer weights) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.parameters = parameters;
        this.weight = parameters.declare(name + ".weight", weights, KERNEL, KERNEL, outputs, inputs);
        this.bias = Bias.declare(parameters, name, outputs, biased);
    }

    /** [3, 3, O, I]. */
    public Parameter weight() {
        return weight;
    }

    /** [O], where the layer has one. */
    public Optional<Parameter> bias() {
        return bias.parameter();
    }

    @Override
    public Stage bind(Workspace workspace, Signal input) {
        return new Bound(workspace, input);
    }

    private final class Bound implements Stage {

        private final Signal input;
        private final Signal output;
        private final Convolution adjoint;
        private final RowGradient rowGradient;

        Bound(Workspace workspace, Signal input) {
            this.input = input;
            FeatureMaps x = input.value();
            if (x.channels() != inputs) {
                throw new IllegalArgumentException("A transposed convolution of " + inputs + " channels was given " + x
                        + "; axis 1 (C) must agree");
            }
            var shape = new ConvolutionShape(
                    x.batch(),
                    /* inputs= */ outputs,
                    /* outputs= */ inputs,
                    2 * x.height(),
                    2 * x.width(),
                    KERNEL,
                    STRIDE,
                    MARGIN);
            this.adjoint = new Convolution(workspace, shape, parameters, weight, Optional.empty(), false);
            this.output = Signal.allocate(workspace, x.batch(), outputs, 2 * x.height(), 2 * x.width());
            this.rowGradient = new RowGradient(
                    workspace,
                    Conv2d.Geometry.strided(/* inputs= */ outputs, /* outputs= */ inputs, KERNEL, STRIDE, MARGIN),
                    parameters,
                    weight,
                    output.gradient(),
                    x);
        }

        @Override
        public Signal output() {
            return output;
        }

        @Override
        public void forward(long[] sampleSeeds) {
            adjoint.loadOutput(input.value());
            adjoint.backward();
            adjoint.storeInputGradient(output.value());
            if (bias.parameter().isPresent()) {
                addBias(output.value());
            }
        }

        private void addBias(FeatureMaps y) {
            ParallelFor.share(y.planes(), y.size(), (from, to) -> {
                for (int p = from; p < to; p++) {
                    float term = bias.of(p % outputs);
                    int end = (p + 1) * y.plane();
                    float[] values = y.values();
                    for (int i = p * y.plane(); i < end; i++) {
                        values[i] += term;
                    }
                }
            });
        }

        @Override
        public void backward(Wanted wanted) {
            adjoint.loadInput(output.gradient());
            if (wanted.parameters()) {
                adjoint.loadOutput(input.value());
                adjoint.backward();
                adjoint.addWeightGradient();
                bias.addGradient(output.gradient());
            }
            if (wanted.input()) {
                adjoint.forward();
                adjoint.storeOutput(input.gradient());
            }
        }

        /** The adjoint's weight gradient, in which the input and the output change places. */
        @Override
        public void addRowGradients(int row) {
            rowGradient.add(row);
            bias.addRowGradient(output.gradient(), row);
        }
    }
}
