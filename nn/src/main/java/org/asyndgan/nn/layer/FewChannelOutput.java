package org.asyndgan.nn.layer;

import java.util.Arrays;
import java.util.Optional;
import org.asyndgan.nn.kernel.ColumnsAsChannels;
import org.asyndgan.nn.kernel.Convolution;
import org.asyndgan.nn.kernel.ConvolutionShape;
import org.asyndgan.nn.kernel.ConvolutionShape.Pair;
import org.asyndgan.nn.kernel.FeatureMaps;
import org.asyndgan.nn.kernel.ParallelFor;
import org.asyndgan.nn.kernel.Parameter;
import org.asyndgan.nn.kernel.ParameterVector;
import org.asyndgan.nn.kernel.Workspace;

/**
 * A convolution of stride 1 to few channels, as a k × 1 convolution to k times as many, of which
 * channel v · O + o is added to output channel o shifted by v columns.
 */
final class FewChannelOutput implements Stage {

    /** From here on the native convolution fills its vector registers well enough by itself. */
    static final int MOST_CHANNELS = 4;

    private final Signal input;
    private final Signal output;
    private final int kernel;
    private final Bias bias;
    private final Border border;
    private final FeatureMaps columns;
    private final Convolution convolution;
    private final RowGradient rowGradient;

    FewChannelOutput(
            Workspace workspace,
            Signal input,
            Conv2d.Geometry geometry,
            ParameterVector parameters,
            Parameter weight,
            Bias bias) {
        this.input = input;
        this.kernel = geometry.kernel();
        this.bias = bias;
        FeatureMaps x = input.value();
        this.border = Border.around(workspace, geometry, x, x.batch());
        FeatureMaps padded = border.padded();
        // Refuses maps that are smaller than the kernel.
        ConvolutionShape whole = geometry.over(padded, 0);
        var shape = new ConvolutionShape(
                x.batch(),
                x.channels(),
                kernel * geometry.outputs(),
                padded.height(),
                padded.width(),
                new Pair(kernel, 1),
                new Pair(1, 1),
                new Pair(0, 0));
        this.columns = workspace.scratch(x.batch(), shape.outputs(), shape.outputHeight(), shape.outputWidth());
        this.convolution =
                Convolution.folded(workspace, shape, parameters, weight, ColumnsAsChannels.OUTPUTS, Optional.empty());
        this.output =
                Signal.allocate(workspace, x.batch(), geometry.outputs(), whole.outputHeight(), whole.outputWidth());
        this.rowGradient = new RowGradient(workspace, geometry, parameters, weight, input.value(), output.gradient());
    }

    @Override
    public Signal output() {
        return output;
    }

    @Override
    public void forward(long[] sampleSeeds) {
        border.load(input.value(), convolution);
        convolution.forward();
        FeatureMaps y = output.value();
        ParallelFor.share(y.planes(), columns.size(), (from, to) -> {
            for (int p = from; p < to; p++) {
                Arrays.fill(y.values(), p * y.plane(), (p + 1) * y.plane(), bias.of(p % y.channels()));
                for (int v = 0; v < kernel; v++) {
                    int at = columns(p, v);
                    convolution.storeOutput(at, columns.values(), at, columns.plane());
                    addShifted(p, v, at);
                }
            }
        });
    }

    /** Where the map that column v adds to map p of the output begins. */
    private int columns(int p, int v) {
        int outputs = output.value().channels();
        return (p / outputs * kernel * outputs + v * outputs + p % outputs) * columns.plane();
    }

    private void addShifted(int p, int v, int at) {
        FeatureMaps y = output.value();
        float[] sums = y.values();
        float[] terms = columns.values();
        int width = y.width();
        for (int row = 0; row < y.height(); row++) {
            int to = p * y.plane() + row * width;
            int from = at + row * columns.width() + v;
            for (int j = 0; j < width; j++) {
                sums[to + j] += terms[from + j];
            }
        }
    }

    @Override
    public void backward(Wanted wanted) {
        FeatureMaps dy = output.gradient();
        ParallelFor.share(dy.planes(), columns.size(), (from, to) -> {
            for (int p = from; p < to; p++) {
                for (int v = 0; v < kernel; v++) {
                    int at = columns(p, v);
                    shift(dy, p, v, at);
                    convolution.loadOutput(at, columns.values(), at, columns.plane());
                }
            }
        });
        if (wanted != Wanted.ROWS) {
            convolution.backward();
        }
        if (wanted.input()) {
            border.store(convolution, input.gradient());
        }
        if (wanted.parameters()) {
            convolution.addWeightGradient();
            bias.addGradient(dy);
        }
    }

    @Override
    public void addRowGradients(int row) {
        rowGradient.add(row);
        bias.addRowGradient(output.gradient(), row);
    }

    private void shift(FeatureMaps dy, int p, int v, int at) {
        Arrays.fill(columns.values(), at, at + columns.plane(), 0);
        for (int row = 0; row < dy.height(); row++) {
            int to = at + row * columns.width() + v;
            System.arraycopy(dy.values(), p * dy.plane() + row * dy.width(), columns.values(), to, dy.width());
        }
    }
}
