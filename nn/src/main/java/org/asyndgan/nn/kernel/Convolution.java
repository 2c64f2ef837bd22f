package org.asyndgan.nn.kernel;

import java.util.Optional;
import org.asyndgan.nn.kernel.ConvolutionShape.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution bound to one shape: y = x ⋆ w + bias, and from ∂L/∂y both ∂L/∂x and ∂L/∂w.
 *
 * <p>Operands are native: {@code load…} and {@code store…} copy them from and to volumes. The buffer
 * of the output serves for its gradient too. Weights are [kH, kW, in, out] and maps [B, C, H, W],
 * the one combination that oneDNN is fast with here.
 */
public final class Convolution {

    private final Workspace workspace;
    private final ConvolutionShape shape;
    private final ParameterVector parameters;
    private final Parameter weight;
    private final Optional<ColumnsAsChannelsWeight> folded;
    private final NativeArray input;
    private final NativeArray inputGradient;
    private final NativeArray output;
    private final Operation forward;
    private final Operation backward;
    private RotatedKernel rotated;
    private Operation backwardInput;
    private PhaseGradient phases;

    /**
     * @param keepsInput whether the loaded input must outlast other convolutions of the workspace
     *     (until the backward pass) or may share its buffer with them
     */
    public Convolution(
            Workspace workspace,
            ConvolutionShape shape,
            ParameterVector parameters,
            Parameter weight,
            Optional<Parameter> bias,
            boolean keepsInput) {
        this(workspace, shape, parameters, weight, Optional.empty(), bias, keepsInput);
    }

    /** A convolution whose kernel columns became channels: kH × 1 with {@code fold} saying which. */
    public static Convolution folded(
            Workspace workspace,
            ConvolutionShape shape,
            ParameterVector parameters,
            Parameter weight,
            ColumnsAsChannels fold,
            Optional<Parameter> bias) {
        var folded = new ColumnsAsChannelsWeight(workspace, parameters, weight, fold);
        return new Convolution(workspace, shape, parameters, weight, Optional.of(folded), bias, true);
    }

    private Convolution(
            Workspace workspace,
            ConvolutionShape shape,
            ParameterVector parameters,
            Parameter weight,
            Optional<ColumnsAsChannelsWeight> folded,
            Optional<Parameter> bias,
            boolean keepsInput) {
        this.workspace = workspace;
        this.shape = shape;
        this.parameters = parameters;
        this.weight = weight;
        this.folded = folded;
        long[] in = {shape.batch(), shape.inputs(), shape.height(), shape.width()};
        long[] out = {shape.batch(), shape.outputs(), shape.outputHeight(), shape.outputWidth()};
        this.input = keepsInput ? workspace.array(in) : workspace.staging("input", in);
        this.inputGradient = workspace.staging("inputGradient", in);
        this.output = workspace.staging("output", out);
        if (workspace.isMeasuring()) {
            if (isPulledBackByPhases()) {
                PhaseGradient.measure(workspace, shape);
            }
            this.forward = null;
            this.backward = null;
            return;
        }
        INDArray w = folded.map(ColumnsAsChannelsWeight::value).orElseGet(() -> parameters.nativeValue(weight));
        INDArray dw = folded.map(ColumnsAsChannelsWeight::gradient).orElseGet(() -> parameters.nativeGradient(weight));
        INDArray[] operands = bias.map(b -> new INDArray[] {input.array(), w, parameters.nativeValue(b)})
                .orElseGet(() -> new INDArray[] {input.array(), w});
        long[] arguments = arguments(shape.stride(), shape.padding());
        this.forward = workspace.own(new Operation("conv2d", operands, new INDArray[] {output.array()}, arguments));
        this.backward = workspace.own(new Operation(
                "conv2d_bp",
                new INDArray[] {input.array(), w, output.array()},
                new INDArray[] {inputGradient.array(), dw},
                arguments));
    }

    private long[] arguments(Pair stride, Pair padding) {
        return new long[] {
            shape.kernel().down(),
            shape.kernel().across(),
            stride.down(),
            stride.across(),
            padding.down(),
            padding.across(),
            1,
            1,
            0,
            0,
            0
        };
    }

    /** Copies x in. */
    public void loadInput(FeatureMaps x) {
        input.load(x.values());
    }

    /** Copies some elements of x in; for callers that prepare x piece by piece on several threads. */
    public void loadInput(int position, float[] source, int from, int length) {
        input.load(position, source, from, length);
    }

    /** Computes y from x. */
    public void forward() {
        folded.ifPresent(ColumnsAsChannelsWeight::refresh);
        forward.run();
    }

    /** Copies y out. */
    public void storeOutput(FeatureMaps y) {
        output.store(y.values());
    }

    /** Copies some elements of y out. */
    public void storeOutput(int position, float[] target, int from, int length) {
        output.store(position, target, from, length);
    }

    /** Copies y or ∂L/∂y in. */
    public void loadOutput(FeatureMaps y) {
        output.load(y.values());
    }

    /** Copies some elements of y or ∂L/∂y in. */
    public void loadOutput(int position, float[] source, int from, int length) {
        output.load(position, source, from, length);
    }

    /** Computes ∂L/∂x and ∂L/∂w from x and ∂L/∂y. */
    public void backward() {
        folded.ifPresent(ColumnsAsChannelsWeight::refresh);
        backward.run();
    }

    /**
     * Computes ∂L/∂x from ∂L/∂y where ∂L/∂w is not wanted; overwrites what {@link #addWeightGradient}
     * would add.
     *
     * <p>The native backward operation always computes both. At stride 1 ∂L/∂x is itself a convolution,
     * of ∂L/∂y with the kernel rotated by 180°, and at stride 2 four interleaved ones, which halves the
     * work.
     */
    public void backwardInput() {
        if (isPulledBackByPhases()) {
            if (phases == null) {
                phases = new PhaseGradient(workspace, shape, parameters, weight, output, inputGradient);
            }
            phases.run();
            return;
        }
        boolean unitStride = shape.stride().down() == 1 && shape.stride().across() == 1;
        if (!unitStride || folded.isPresent()) {
            backward();
            return;
        }
        if (backwardInput == null) {
            rotated = new RotatedKernel(workspace, parameters, weight);
            var margin = new Pair(
                    shape.kernel().down() - 1 - shape.padding().down(),
                    shape.kernel().across() - 1 - shape.padding().across());
            backwardInput = workspace.own(new Operation(
                    "conv2d",
                    new INDArray[] {output.array(), rotated.value()},
                    new INDArray[] {inputGradient.array()},
                    arguments(shape.stride(), margin)));
        }
        rotated.refresh();
        backwardInput.run();
    }

    private boolean isPulledBackByPhases() {
        return folded.isEmpty() && PhaseGradient.fits(shape);
    }

    /** Copies ∂L/∂x out. */
    public void storeInputGradient(FeatureMaps dx) {
        inputGradient.store(dx.values());
    }

    /** Copies some elements of ∂L/∂x out. */
    public void storeInputGradient(int position, float[] target, int from, int length) {
        inputGradient.store(position, target, from, length);
    }

    /** Adds ∂L/∂w, as the last backward call left it, to the network's gradient. */
    public void addWeightGradient() {
        folded.ifPresentOrElse(ColumnsAsChannelsWeight::addGradient, () -> parameters.collectGradient(weight));
    }
}
