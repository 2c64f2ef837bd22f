package org.asyndgan.nn.kernel;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution bound to one shape: y = x ⋆ w + bias, and from ∂L/∂y both ∂L/∂x and ∂L/∂w.
 *
 * <p>Operands are native: {@code load…} and {@code store…} copy them from and to volumes. The buffer
 * of the output serves for its gradient too. Weights are [kH, kW, in, out] and maps [B, C, H, W],
 * the one combination that oneDNN is fast with here.
 */
public final class Convolution {

    private final ParameterVector parameters;
    private final Parameter weight;
    private final NativeArray input;
    private final NativeArray inputGradient;
    private final NativeArray output;
    private final Operation forward;
    private final Operation backward;

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
        this.parameters = parameters;
        this.weight = weight;
        long[] in = {shape.batch(), shape.inputs(), shape.height(), shape.width()};
        long[] out = {shape.batch(), shape.outputs(), shape.outputHeight(), shape.outputWidth()};
        this.input = keepsInput ? workspace.array(in) : workspace.staging("input", in);
        this.inputGradient = workspace.staging("inputGradient", in);
        this.output = workspace.staging("output", out);
        if (workspace.isMeasuring()) {
            this.forward = null;
            this.backward = null;
            return;
        }
        INDArray w = parameters.nativeValue(weight);
        INDArray[] operands = bias.map(b -> new INDArray[] {input.array(), w, parameters.nativeValue(b)})
                .orElseGet(() -> new INDArray[] {input.array(), w});
        long[] arguments = {
            shape.kernel(),
            shape.kernel(),
            shape.stride(),
            shape.stride(),
            shape.padding(),
            shape.padding(),
            1,
            1,
            0,
            0,
            0
        };
        this.forward = workspace.own(new Operation("conv2d", operands, new INDArray[] {output.array()}, arguments));
        this.backward = workspace.own(new Operation(
                "conv2d_bp",
                new INDArray[] {input.array(), w, output.array()},
                new INDArray[] {inputGradient.array(), parameters.nativeGradient(weight)},
                arguments));
    }

    /** Copies x in. */
    public void loadInput(Volume x) {
        input.load(x.values());
    }

    /** Copies some elements of x in; for callers that prepare x piece by piece on several threads. */
    public void loadInput(int position, float[] source, int from, int length) {
        input.load(position, source, from, length);
    }

    /** Computes y from x. */
    public void forward() {
        forward.run();
    }

    /** Copies y out. */
    public void storeOutput(Volume y) {
        output.store(y.values());
    }

    /** Copies y or ∂L/∂y in. */
    public void loadOutput(Volume y) {
        output.load(y.values());
    }

    /** Computes ∂L/∂x from ∂L/∂y; overwrites what {@link #addWeightGradient} would add. */
    public void backwardInput() {
        backward.run();
    }

    /** Computes ∂L/∂x and ∂L/∂w from x and ∂L/∂y. */
    public void backward() {
        backward.run();
    }

    /** Copies ∂L/∂x out. */
    public void storeInputGradient(Volume dx) {
        inputGradient.store(dx.values());
    }

    /** Copies some elements of ∂L/∂x out. */
    public void storeInputGradient(int position, float[] target, int from, int length) {
        inputGradient.store(position, target, from, length);
    }

    /** Adds ∂L/∂w, as the last backward call left it, to the network's gradient. */
    public void addWeightGradient() {
        parameters.collectGradient(weight);
    }
}
