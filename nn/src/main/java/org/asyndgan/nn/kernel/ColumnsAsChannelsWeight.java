package org.asyndgan.nn.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The native copy of a weight [k, k, I, O] as [k, 1, I · k, O] or [k, 1, I, k · O], and its gradient. */
final class ColumnsAsChannelsWeight {

    private final ParameterVector parameters;
    private final Parameter weight;
    private final int kernel;
    private final int inputs;
    private final int outputs;
    private final NativeArray value;
    private final NativeArray gradient;
    private final float[] scratch;
    private long version = -1;

    ColumnsAsChannelsWeight(Workspace workspace, ParameterVector parameters, Parameter weight, ColumnsAsChannels fold) {
        this.parameters = parameters;
        this.weight = weight;
        this.kernel = weight.shape().get(0);
        this.inputs = weight.shape().get(2);
        this.outputs = weight.shape().get(3);
        long[] shape = fold == ColumnsAsChannels.INPUTS
                ? new long[] {kernel, 1, (long) inputs * kernel, outputs}
                : new long[] {kernel, 1, inputs, (long) kernel * outputs};
        this.value = workspace.array(shape);
        this.gradient = workspace.array(shape);
        this.scratch = new float[workspace.isMeasuring() ? 0 : weight.size()];
    }

    INDArray value() {
        return value.array();
    }

    INDArray gradient() {
        return gradient.array();
    }

    /** Follows the parameters if they have changed. */
    void refresh() {
        if (version == parameters.version()) {
            return;
        }
        version = parameters.version();
        for (int u = 0; u < kernel; u++) {
            for (int v = 0; v < kernel; v++) {
                for (int c = 0; c < inputs; c++) {
                    int from = weight.offset() + position(u, v, c);
                    System.arraycopy(parameters.values(), from, scratch, folded(u, v, c), outputs);
                }
            }
        }
        value.load(0, scratch, 0, scratch.length);
    }

    /** Adds the gradient, as an operation left it, to the network's. */
    void addGradient() {
        gradient.store(0, scratch, 0, scratch.length);
        float[] sums = parameters.gradients();
        for (int u = 0; u < kernel; u++) {
            for (int v = 0; v < kernel; v++) {
                for (int c = 0; c < inputs; c++) {
                    int to = weight.offset() + position(u, v, c);
                    int from = folded(u, v, c);
                    for (int o = 0; o < outputs; o++) {
                        sums[to + o] += scratch[from + o];
                    }
                }
            }
        }
    }

    /** Where the O weights of row u, column v and input channel c begin in [k, k, I, O]. */
    private int position(int u, int v, int c) {
        return ((u * kernel + v) * inputs + c) * outputs;
    }

    /** Where they begin in either folded shape. */
    private int folded(int u, int v, int c) {
        return ((u * inputs + c) * kernel + v) * outputs;
    }
}
