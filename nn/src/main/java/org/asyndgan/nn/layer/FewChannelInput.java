package org.asyndgan.nn.layer;

import java.util.Arrays;
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
 * A convolution from few channels, as a k × 1 convolution from k times as many: channel c · k + v is
 * channel c shifted by v columns (and thinned to every s-th).
 */
final class FewChannelInput implements Stage {

    /** From here on the native convolution fills its vector registers by itself. */
    static final int MOST_CHANNELS = 8;

    private final Signal input;
    private final Signal output;
    private final Conv2d.Geometry geometry;
    private final Bias bias;
    private final Border border;
    private final FeatureMaps columns;
    private final Convolution convolution;
    private final RowGradient rowGradient;

    FewChannelInput(
            Workspace workspace,
            Signal input,
            Conv2d.Geometry geometry,
            ParameterVector parameters,
            Parameter weight,
            Bias bias) {
        this.input = input;
        this.geometry = geometry;
        this.bias = bias;
        FeatureMaps x = input.value();
        int k = geometry.kernel();
        this.border = Border.around(workspace, geometry, x, x.batch());
        FeatureMaps padded = border.padded();
        // Refuses maps that are smaller than the kernel.
        ConvolutionShape whole = geometry.over(padded, 0);
        this.columns = workspace.scratch(x.batch(), k * x.channels(), padded.height(), whole.outputWidth());
        var shape = new ConvolutionShape(
                x.batch(),
                columns.channels(),
                geometry.outputs(),
                columns.height(),
                columns.width(),
                new Pair(k, 1),
                new Pair(geometry.stride(), 1),
                new Pair(0, 0));
        this.convolution =
                Convolution.folded(workspace, shape, parameters, weight, ColumnsAsChannels.INPUTS, bias.parameter());
        this.output =
                Signal.allocate(workspace, x.batch(), geometry.outputs(), shape.outputHeight(), shape.outputWidth());
        this.rowGradient = new RowGradient(workspace, geometry, parameters, weight, input.value(), output.gradient());
    }

    @Override
    public Signal output() {
        return output;
    }

    @Override
    public void forward(long[] sampleSeeds) {
        int size = geometry.kernel() * columns.plane();
        ParallelFor.share(input.value().planes(), columns.size(), (from, to) -> {
            for (int p = from; p < to; p++) {
                border.pad(input.value(), p);
                spread(p);
                convolution.loadInput(p * size, columns.values(), p * size, size);
            }
        });
        convolution.forward();
        convolution.storeOutput(output.value());
    }

    private void spread(int p) {
        float[] source = border.padded().values();
        float[] target = columns.values();
        int width = columns.width();
        int stride = geometry.stride();
        int to = p * geometry.kernel() * columns.plane();
        for (int v = 0; v < geometry.kernel(); v++) {
            for (int row = 0; row < columns.height(); row++) {
                int from = p * border.padded().plane() + row * border.padded().width() + v;
                if (stride == 1) {
                    System.arraycopy(source, from, target, to, width);
                } else {
                    for (int j = 0; j < width; j++) {
                        target[to + j] = source[from + stride * j];
                    }
                }
                to += width;
            }
        }
    }

    @Override
    public void backward(Wanted wanted) {
        convolution.loadOutput(output.gradient());
        if (wanted != Wanted.ROWS) {
            convolution.backward();
        }
        if (wanted.input()) {
            int size = geometry.kernel() * columns.plane();
            ParallelFor.share(input.value().planes(), columns.size(), (from, to) -> {
                for (int p = from; p < to; p++) {
                    convolution.storeInputGradient(p * size, columns.values(), p * size, size);
                    gather(p);
                    border.fold(input.gradient(), p);
                }
            });
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

    private void gather(int p) {
        FeatureMaps padded = border.padded();
        float[] target = padded.values();
        float[] source = columns.values();
        int width = columns.width();
        int stride = geometry.stride();
        Arrays.fill(target, p * padded.plane(), (p + 1) * padded.plane(), 0);
        int from = p * geometry.kernel() * columns.plane();
        for (int v = 0; v < geometry.kernel(); v++) {
            for (int row = 0; row < columns.height(); row++) {
                int to = p * padded.plane() + row * padded.width() + v;
                for (int j = 0; j < width; j++) {
                    target[to + stride * j] += source[from + j];
                }
                from += width;
            }
        }
    }
}
