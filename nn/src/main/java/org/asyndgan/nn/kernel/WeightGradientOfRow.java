package org.asyndgan.nn.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * ∂L/∂w of a convolution from one row of its batch alone, as a product of matrices: the columns of x, [kH · kW · I, H' · W'], times
 * the transpose of ∂L/∂y, [O, H' · W'].
 *
 * <p>A gradient for each row is what differential privacy clips (docs/privacy.md). The native convolution is slow on a batch of
 * one.
 */
public final class WeightGradientOfRow {

    private final ParameterVector parameters;
    private final Parameter weight;
    private final ConvolutionShape shape;
    private final int positions;
    private final FeatureMaps thinned;
    private final FeatureMaps scratch;
    private final NativeArray columns;
    private final NativeArray outputGradient;
    private final Operation product;

    /**
     * @param shape of a batch of one, without padding
     * @param weight [kH, kW, I, O]
     */
    public WeightGradientOfRow(
            Workspace workspace, ConvolutionShape shape, ParameterVector parameters, Parameter weight) {
        this.parameters = parameters;
        this.weight = weight;
        this.shape = shape;
        this.positions = shape.outputHeight() * shape.outputWidth();
        int stride = shape.stride().across();
        int thin = (shape.width() + stride - 1) / stride;
        int rows = weight.size() / shape.outputs();
        this.thinned = workspace.scratch(1, shape.inputs() * stride, shape.height(), thin);
        this.scratch = workspace.scratch(1, rows, shape.outputHeight(), shape.outputWidth());
        this.columns = workspace.staging("columns", rows, positions);
        this.outputGradient = workspace.staging("outputGradientOfRow", shape.outputs(), positions);
        this.product = workspace.own(new Operation(
                "matmul",
                new INDArray[] {columns.array(), outputGradient.array()},
                new INDArray[] {parameters.nativeGradient(weight, rows, shape.outputs())},
                /* transposed: the first, the second, the result */ 0,
                1,
                0));
    }

    /**
     * Adds the row's ∂L/∂w to the network's gradient.
     *
     * @param x [I, H, W], padded
     * @param dy ∂L/∂y of the whole batch, with the row's from {@code from} on
     */
    public void add(float[] x, float[] dy, int from) {
        outputGradient.load(0, dy, from, shape.outputs() * positions);
        thin(x);
        int kernel = shape.kernel().across();
        ParallelFor.share(shape.kernel().down() * kernel, scratch.size(), (first, end) -> {
            for (int tap = first; tap < end; tap++) {
                fill(tap / kernel, tap % kernel);
            }
        });
        product.run();
        parameters.collectGradient(weight);
    }

    /** Every s-th column together, so that what a tap of the kernel meets lies side by side: map c · s + v % s. */
    private void thin(float[] x) {
        int stride = shape.stride().across();
        int thin = thinned.width();
        ParallelFor.share(shape.inputs(), x.length, (first, end) -> {
            for (int channel = first; channel < end; channel++) {
                for (int line = 0; line < shape.height(); line++) {
                    int at = (channel * shape.height() + line) * shape.width();
                    for (int phase = 0; phase < stride; phase++) {
                        int to = ((channel * stride + phase) * shape.height() + line) * thin;
                        for (int j = phase; j < shape.width(); j += stride) {
                            thinned.values()[to++] = x[at + j];
                        }
                    }
                }
            }
        });
    }

    /** The columns of one tap of the kernel, all input channels. */
    private void fill(int down, int across) {
        int stride = shape.stride().across();
        int width = shape.outputWidth();
        int row = (down * shape.kernel().across() + across) * shape.inputs();
        for (int channel = 0; channel < shape.inputs(); channel++) {
            int map = channel * stride + across % stride;
            int to = (row + channel) * positions;
            for (int line = 0; line < shape.outputHeight(); line++) {
                int from = (map * shape.height() + line * shape.stride().down() + down) * thinned.width();
                System.arraycopy(thinned.values(), from + across / stride, scratch.values(), to, width);
                to += width;
            }
        }
        int first = row * positions;
        columns.load(first, scratch.values(), first, shape.inputs() * positions);
    }
}
