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
 * Square convolution [B, I, H, W] → [B, O, H', W'], H' = ⌊(H + 2p − k) / s⌋ + 1.
 *
 * <p>y[b, o, i, j] = bias[o] + Σ w[u, v, c, o] · x[b, c, s·i + u − p, s·j + v − p], a
 * cross-correlation as in PyTorch.
 */
public final class Conv2d implements Layer {

    private final Geometry geometry;
    private final ParameterVector parameters;
    private final Parameter weight;
    private final Optional<Parameter> bias;

    /**
     * Declares {@code name.weight} and, where wanted, {@code name.bias}.
     *
     * @param weights what the weights are before training; biases are 0
     */
    public Conv2d(ParameterVector parameters, String name, Geometry geometry, boolean biased, Initializer weights) {
        this.parameters = parameters;
        this.geometry = geometry;
        int k = geometry.kernel();
        this.weight = parameters.declare(name + ".weight", weights, k, k, geometry.inputs(), geometry.outputs());
        this.bias = biased
                ? Optional.of(parameters.declare(name + ".bias", new Initializer.Constant(0), geometry.outputs()))
                : Optional.empty();
    }

    public Geometry geometry() {
        return geometry;
    }

    /** [kH, kW, I, O]. */
    public Parameter weight() {
        return weight;
    }

    /** [O], where the convolution has one. */
    public Optional<Parameter> bias() {
        return bias;
    }

    /**
     * Sizes of a convolution.
     *
     * @param inputs channels I
     * @param outputs channels O
     * @param margin p, added at each border
     */
    public record Geometry(int inputs, int outputs, int kernel, int stride, int margin, Padding padding) {

        /** Stride 1, zeros at the border so that height and width stay. */
        public static Geometry same(int inputs, int outputs, int kernel) {
            return new Geometry(inputs, outputs, kernel, 1, kernel / 2, Padding.ZERO);
        }

        /** Stride 1, mirrored at the border so that height and width stay. */
        public static Geometry reflected(int inputs, int outputs, int kernel) {
            return new Geometry(inputs, outputs, kernel, 1, kernel / 2, Padding.REFLECT);
        }

        /** The convolution of maps that already have their border. */
        ConvolutionShape over(FeatureMaps padded) {
            return new ConvolutionShape(
                    padded.batch(), inputs, outputs, padded.height(), padded.width(), kernel, stride, 0);
        }

        /** Zeros at the border. */
        public static Geometry strided(int inputs, int outputs, int kernel, int stride, int margin) {
            return new Geometry(inputs, outputs, kernel, stride, margin, Padding.ZERO);
        }
    }

    @Override
    public Stage bind(Workspace workspace, Signal input) {
        requireChannels(geometry.inputs(), input.value());
        if (geometry.padding() == Padding.REFLECT) {
            requireMirror(input.value());
        }
        if (geometry.kernel() > 1 && geometry.inputs() <= FewChannelInput.MOST_CHANNELS) {
            return new FewChannelInput(workspace, input, geometry, parameters, weight, bias);
        }
        if (geometry.kernel() > 1 && geometry.stride() == 1 && geometry.outputs() <= FewChannelOutput.MOST_CHANNELS) {
            return new FewChannelOutput(workspace, input, geometry, parameters, weight, bias);
        }
        return geometry.padding() == Padding.REFLECT && geometry.margin() > 0
                ? new Reflected(workspace, input)
                : new ZeroPadded(workspace, input);
    }

    private static void requireChannels(int expected, FeatureMaps x) {
        if (x.channels() != expected) {
            throw new IllegalArgumentException(
                    "A convolution of " + expected + " channels was given " + x + "; axis 1 (C) must agree");
        }
    }

    private void requireMirror(FeatureMaps x) {
        int margin = geometry.margin();
        if (x.height() <= margin || x.width() <= margin) {
            throw new IllegalArgumentException("A map of " + x.height() + " × " + x.width()
                    + " pixels cannot be mirrored " + margin + " pixels deep; use larger images");
        }
    }

    private Convolution convolution(Workspace workspace, ConvolutionShape shape) {
        return new Convolution(workspace, shape, parameters, weight, bias, true);
    }

    private void addParameterGradients(Convolution convolution, FeatureMaps dy) {
        convolution.addWeightGradient();
        bias.ifPresent(b -> addBiasGradient(parameters.gradients(), b.offset(), dy));
    }

    /** ∂L/∂bias[o] = Σ ∂L/∂y[b, o, i, j]. */
    static void addBiasGradient(float[] gradients, int offset, FeatureMaps dy) {
        ParallelFor.share(dy.channels(), dy.size(), (from, to) -> {
            for (int channel = from; channel < to; channel++) {
                double sum = 0;
                for (int row = 0; row < dy.batch(); row++) {
                    sum += Rows.sum(dy.values(), (row * dy.channels() + channel) * dy.plane(), dy.plane());
                }
                gradients[offset + channel] += (float) sum;
            }
        });
    }

    /** ∂L/∂bias[o] of one row, Σ ∂L/∂y[row, o, i, j]. */
    static void addBiasGradient(float[] gradients, int offset, FeatureMaps dy, int row) {
        for (int channel = 0; channel < dy.channels(); channel++) {
            int from = (row * dy.channels() + channel) * dy.plane();
            gradients[offset + channel] += (float) Rows.sum(dy.values(), from, dy.plane());
        }
    }

    /** Of a stage that convolves all of its input. */
    private RowGradient rowGradient(Workspace workspace, Signal input, Signal output) {
        return new RowGradient(workspace, geometry, parameters, weight, input.value(), output.gradient());
    }

    private void addRowGradients(RowGradient gradient, FeatureMaps dy, int row) {
        gradient.add(row);
        bias.ifPresent(b -> addBiasGradient(parameters.gradients(), b.offset(), dy, row));
    }

    private final class ZeroPadded implements Stage {

        private final Signal input;
        private final Signal output;
        private final Convolution convolution;
        private final RowGradient rowGradient;

        ZeroPadded(Workspace workspace, Signal input) {
            this.input = input;
            FeatureMaps x = input.value();
            var shape = new ConvolutionShape(
                    x.batch(),
                    geometry.inputs(),
                    geometry.outputs(),
                    x.height(),
                    x.width(),
                    geometry.kernel(),
                    geometry.stride(),
                    geometry.margin());
            this.convolution = convolution(workspace, shape);
            this.output = Signal.allocate(
                    workspace, x.batch(), geometry.outputs(), shape.outputHeight(), shape.outputWidth());
            this.rowGradient = rowGradient(workspace, input, output);
        }

        @Override
        public Signal output() {
            return output;
        }

        @Override
        public void forward(long[] sampleSeeds) {
            convolution.loadInput(input.value());
            convolution.forward();
            convolution.storeOutput(output.value());
        }

        @Override
        public void backward(Wanted wanted) {
            convolution.loadOutput(output.gradient());
            if (wanted.parameters()) {
                convolution.backward();
            } else if (wanted.input()) {
                convolution.backwardInput();
            }
            if (wanted.input()) {
                convolution.storeInputGradient(input.gradient());
            }
            if (wanted.parameters()) {
                addParameterGradients(convolution, output.gradient());
            }
        }

        @Override
        public void addRowGradients(int row) {
            Conv2d.this.addRowGradients(rowGradient, output.gradient(), row);
        }
    }

    private final class Reflected implements Stage {

        private final Signal input;
        private final Signal output;
        private final Border border;
        private final Convolution convolution;
        private final RowGradient rowGradient;

        Reflected(Workspace workspace, Signal input) {
            this.input = input;
            FeatureMaps x = input.value();
            int margin = geometry.margin();
            FeatureMaps padded =
                    workspace.scratch(x.batch(), geometry.inputs(), x.height() + 2 * margin, x.width() + 2 * margin);
            this.border = new Border(Padding.REFLECT, margin, padded);
            ConvolutionShape shape = geometry.over(padded);
            this.convolution = convolution(workspace, shape);
            this.output = Signal.allocate(
                    workspace, x.batch(), geometry.outputs(), shape.outputHeight(), shape.outputWidth());
            this.rowGradient = rowGradient(workspace, input, output);
        }

        @Override
        public Signal output() {
            return output;
        }

        @Override
        public void forward(long[] sampleSeeds) {
            border.load(input.value(), convolution);
            convolution.forward();
            convolution.storeOutput(output.value());
        }

        @Override
        public void backward(Wanted wanted) {
            convolution.loadOutput(output.gradient());
            if (wanted.parameters()) {
                convolution.backward();
            } else if (wanted.input()) {
                convolution.backwardInput();
            }
            if (wanted.input()) {
                border.store(convolution, input.gradient());
            }
            if (wanted.parameters()) {
                addParameterGradients(convolution, output.gradient());
            }
        }

        @Override
        public void addRowGradients(int row) {
            Conv2d.this.addRowGradients(rowGradient, output.gradient(), row);
        }
    }
}
