package org.asyndgan.nn.kernel;

import org.asyndgan.nn.kernel.ConvolutionShape.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * ∂L/∂x of a convolution of stride 2 and even kernel k, without ∂L/∂w: a k/2 × k/2 convolution of
 * stride 1 of ∂L/∂y, from O to 4 · I channels, one map of each input channel for each of the four
 * phases (even or odd row, even or odd column), which are then interleaved.
 *
 * <p>Row h of x meets only the kernel rows u with u ≡ h + p (mod 2), so a phase sees a quarter of the
 * kernel and nothing is computed in vain but one row and column of each phase.
 */
final class PhaseGradient {

    private static final int PHASES = 4;

    private final ParameterVector parameters;
    private final Parameter weight;
    private final ConvolutionShape shape;
    private final int half;
    private final NativeArray value;
    private final float[] weightScratch;
    private final NativeArray phases;
    private final FeatureMaps phaseScratch;
    private final FeatureMaps scratch;
    private final NativeArray target;
    private final Operation operation;
    private long version = -1;

    PhaseGradient(
            Workspace workspace,
            ConvolutionShape shape,
            ParameterVector parameters,
            Parameter weight,
            NativeArray outputGradient,
            NativeArray inputGradient) {
        this.parameters = parameters;
        this.weight = weight;
        this.shape = shape;
        this.half = shape.kernel().down() / 2;
        this.target = inputGradient;
        int channels = PHASES * shape.inputs();
        this.value = workspace.array(half, half, shape.outputs(), channels);
        this.weightScratch = new float[weight.size()];
        this.phases = phases(workspace, shape);
        this.phaseScratch = phaseScratch(workspace, shape);
        this.scratch = scratch(workspace, shape);
        long[] arguments = {half, half, 1, 1, half - 1, half - 1, 1, 1, 0, 0, 0};
        this.operation = workspace.own(new Operation(
                "conv2d",
                new INDArray[] {outputGradient.array(), value.array()},
                new INDArray[] {phases.array()},
                arguments));
    }

    /** Counts what maps this needs at a shape; weights are counted with all others. */
    static void measure(Workspace workspace, ConvolutionShape shape) {
        phases(workspace, shape);
        phaseScratch(workspace, shape);
        scratch(workspace, shape);
    }

    private static NativeArray phases(Workspace workspace, ConvolutionShape shape) {
        return workspace.staging(
                "phases", shape.batch(), (long) PHASES * shape.inputs(), phaseHeight(shape), phaseWidth(shape));
    }

    private static FeatureMaps phaseScratch(Workspace workspace, ConvolutionShape shape) {
        return workspace.scratch(shape.batch(), PHASES * shape.inputs(), phaseHeight(shape), phaseWidth(shape));
    }

    private static FeatureMaps scratch(Workspace workspace, ConvolutionShape shape) {
        return workspace.scratch(shape.batch(), shape.inputs(), shape.height(), shape.width());
    }

    private static int phaseHeight(ConvolutionShape shape) {
        return shape.outputHeight() + shape.kernel().down() / 2 - 1;
    }

    private static int phaseWidth(ConvolutionShape shape) {
        return shape.outputWidth() + shape.kernel().across() / 2 - 1;
    }

    /** Says whether a convolution of this shape can be backpropagated by phases. */
    static boolean fits(ConvolutionShape shape) {
        Pair kernel = shape.kernel();
        var two = new Pair(2, 2);
        boolean fits = shape.stride().equals(two) && kernel.down() == kernel.across() && kernel.down() % 2 == 0;
        return fits
                && covers(shape.height(), phaseHeight(shape), shape.padding().down())
                && covers(shape.width(), phaseWidth(shape), shape.padding().across());
    }

    /** Whether every row of x lies within the rows that the convolution by phases computes. */
    private static boolean covers(int size, int rows, int padding) {
        return window(size - 1, padding) < rows;
    }

    /** Which window of ∂L/∂y row h of x gathers from. */
    private static int window(int h, int padding) {
        return (h + padding) / 2;
    }

    /** Computes ∂L/∂x from ∂L/∂y. */
    void run() {
        refresh();
        operation.run();
        int plane = shape.height() * shape.width();
        ParallelFor.share(shape.batch() * shape.inputs(), 3L * target.size(), (from, to) -> {
            for (int p = from; p < to; p++) {
                interleave(p);
                target.load(p * plane, scratch.values(), p * plane, plane);
            }
        });
    }

    private void interleave(int p) {
        int height = shape.height();
        int width = shape.width();
        int down = shape.padding().down();
        int across = shape.padding().across();
        float[] x = scratch.values();
        float[] source = phaseScratch.values();
        int plane = phaseScratch.plane();
        for (int phase = 0; phase < PHASES; phase++) {
            int map = (p / shape.inputs() * PHASES + phase) * shape.inputs() + p % shape.inputs();
            phases.store(map * plane, source, map * plane, plane);
            for (int h = phase / 2; h < height; h += 2) {
                int from = map * plane + window(h, down) * phaseScratch.width() + window(phase % 2, across);
                int to = (p * height + h) * width + phase % 2;
                int columns = (width - phase % 2 + 1) / 2;
                for (int j = 0; j < columns; j++) {
                    x[to + 2 * j] = source[from + j];
                }
            }
        }
    }

    /** Follows the parameters if they have changed. */
    private void refresh() {
        if (version == parameters.version()) {
            return;
        }
        version = parameters.version();
        int inputs = shape.inputs();
        int channels = PHASES * inputs;
        int tap = shape.outputs() * channels;
        ParallelFor.share(half * half, weightScratch.length, (from, to) -> {
            for (int t = from; t < to; t++) {
                for (int phase = 0; phase < PHASES; phase++) {
                    // The last tap of a window is the first row of the kernel: it is rotated by 180°.
                    int u = (phase / 2 + shape.padding().down()) % 2 + 2 * (half - 1 - t / half);
                    int v = (phase % 2 + shape.padding().across()) % 2 + 2 * (half - 1 - t % half);
                    int source = weight.offset() + (u * 2 * half + v) * inputs * shape.outputs();
                    Transpose.copy(
                            parameters.values(),
                            source,
                            inputs,
                            shape.outputs(),
                            weightScratch,
                            t * tap + phase * inputs,
                            channels);
                }
                value.load(t * tap, weightScratch, t * tap, tap);
            }
        });
    }
}
