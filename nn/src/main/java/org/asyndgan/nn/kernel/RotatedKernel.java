package org.asyndgan.nn.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The native copy of a weight [k, k, I, O] rotated by 180° with inputs and outputs exchanged, [k, k, O, I]. */
final class RotatedKernel {

    private final ParameterVector parameters;
    private final Parameter weight;
    private final int taps;
    private final int inputs;
    private final int outputs;
    private final NativeArray value;
    private final float[] scratch;
    private long version = -1;

    RotatedKernel(Workspace workspace, ParameterVector parameters, Parameter weight) {
        this.parameters = parameters;
        this.weight = weight;
        int kernel = weight.shape().get(0);
        this.taps = kernel * kernel;
        this.inputs = weight.shape().get(2);
        this.outputs = weight.shape().get(3);
        this.value = workspace.array(kernel, kernel, outputs, inputs);
        this.scratch = new float[weight.size()];
    }

    INDArray value() {
        return value.array();
    }

    /** Follows the parameters if they have changed. */
    void refresh() {
        if (version == parameters.version()) {
            return;
        }
        version = parameters.version();
        int size = inputs * outputs;
        ParallelFor.share(taps, scratch.length, (from, to) -> {
            for (int tap = from; tap < to; tap++) {
                int rotated = weight.offset() + (taps - 1 - tap) * size;
                Transpose.copy(parameters.values(), rotated, inputs, outputs, scratch, tap * size, inputs);
                value.load(tap * size, scratch, tap * size, size);
            }
        });
    }
}
