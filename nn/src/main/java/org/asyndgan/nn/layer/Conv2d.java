package org.asyndgan.nn.layer;

import java.util.Optional;
import org.asyndgan.nn.kernel.Convolution;
import org.asyndgan.nn.kernel.ConvolutionShape;
import org.asyndgan.nn.kernel.FeatureMaps;
import org.asyndgan.nn.kernel.Initializer;
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
    private final Bias bias;

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
        this.bias = Bias.declare(parameters, name, geometry.outputs(), biased);
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
        return bias.parameter();
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

        /** The convolution of maps that still lack so many zeros at each border. */
        ConvolutionShape over(FeatureMaps maps, int zeros) {
            return new ConvolutionShape(
                    maps.batch(), inputs, outputs, maps.height(), maps.width(), kernel, stride, zeros);
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
        return new Bound(workspace, input);
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

    private final class Bound implements Stage {

        private final Signal input;
        private final Signal output;
        /** Of mirrored maps; zeros the convolution adds by itself. */
        private final Optional<Border> border;

        private final Convolution convolution;
        private final RowGradient rowGradient;

        Bound(Workspace workspace, Signal input) {
            this.input = input;
            FeatureMaps x = input.value();
            this.border = geometry.padding() == Padding.REFLECT && geometry.margin() > 0
                    ? Optional.of(Border.around(workspace, geometry, x, x.batch()))
                    : Optional.empty();
            ConvolutionShape shape = border.map(mirrored -> geometry.over(mirrored.padded(), 0))
                    .orElseGet(() -> geometry.over(x, geometry.margin()));
            this.convolution = new Convolution(workspace, shape, parameters, weight, bias.parameter(), true);
            this.output = Signal.allocate(
                    workspace, x.batch(), geometry.outputs(), shape.outputHeight(), shape.outputWidth());
            this.rowGradient = new RowGradient(workspace, geometry, parameters, weight, x, output.gradient());
        }

        @Override
        public Signal output() {
            return output;
        }

        @Override
        public void forward(long[] sampleSeeds) {
            border.ifPresentOrElse(
                    mirrored -> mirrored.load(input.value(), convolution), () -> convolution.loadInput(input.value()));
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
                border.ifPresentOrElse(
                        mirrored -> mirrored.store(convolution, input.gradient()),
                        () -> convolution.storeInputGradient(input.gradient()));
            }
            if (wanted.parameters()) {
                convolution.addWeightGradient();
                bias.addGradient(output.gradient());
            }
        }

        @Override
        public void addRowGradients(int row) {
            rowGradient.add(row);
            bias.addRowGradient(output.gradient(), row);
        }
    }
}
