package org.asyndgan.nn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The native convolution in production precision against seven nested loops in double, at the
 * kernels, strides and channel counts of the networks (oneDNN has other code for each).
 */
class ConvolutionTest {

    private static final double TOLERANCE = 2e-6;

    @ParameterizedTest(name = "{0} × {1} → {2} channels, {3}², kernel {4}, stride {5}, padding {6}")
    @CsvSource({
        "2, 1, 32, 22, 7, 1, 0",
        "2, 3, 64, 22, 7, 1, 0",
        "2, 32, 1, 22, 7, 1, 0",
        "1, 64, 3, 22, 7, 1, 0",
        "2, 16, 32, 16, 3, 2, 1",
        "2, 64, 128, 16, 3, 2, 1",
        "2, 64, 64, 18, 3, 1, 0",
        "1, 128, 128, 10, 3, 1, 0",
        "2, 2, 64, 32, 4, 2, 1",
        "2, 64, 128, 16, 4, 2, 1",
        "1, 24, 40, 17, 4, 2, 1",
        "1, 24, 40, 17, 4, 2, 0",
        "2, 16, 24, 12, 2, 2, 0",
        "2, 16, 24, 13, 6, 2, 2",
        "2, 16, 24, 13, 6, 2, 4",
        "1, 128, 256, 9, 4, 1, 1",
        "2, 256, 1, 7, 4, 1, 1",
        "2, 1, 16, 16, 3, 1, 1",
        "2, 16, 2, 16, 1, 1, 0",
        "3, 48, 24, 11, 3, 1, 1",
    })
    void agreesWithNestedLoops(int batch, int inputs, int outputs, int size, int kernel, int stride, int padding) {
        var shape = new ConvolutionShape(batch, inputs, outputs, size, size, kernel, stride, padding);
        try (var workspace = new Workspace();
                var vector = new ParameterVector()) {
            var normal = new Initializer.Normal(0, 1);
            Parameter weight = vector.declare("w", normal, kernel, kernel, inputs, outputs);
            Parameter bias = vector.declare("b", normal, outputs);
            vector.initialize(1);
            vector.publish();
            var convolution = new Convolution(workspace, shape, vector, weight, Optional.of(bias), true);
            FeatureMaps x = workspace.maps(batch, inputs, size, size);
            FeatureMaps y = workspace.maps(batch, outputs, shape.outputHeight(), shape.outputWidth());
            FeatureMaps dy = workspace.like(y);
            FeatureMaps dx = workspace.like(x);
            fill(x, 2);
            fill(dy, 3);

            convolution.loadInput(x);
            convolution.forward();
            convolution.storeOutput(y);
            convolution.loadOutput(dy);
            convolution.backward();
            convolution.storeInputGradient(dx);
            convolution.addWeightGradient();

            var loops = new Loops(shape, x.values(), vector.values(), dy.values(), bias.offset());
            assertThat(distance(y.values(), loops.y)).as("y").isLessThan(TOLERANCE);
            assertThat(distance(dx.values(), loops.dx)).as("∂L/∂x").isLessThan(TOLERANCE);
            assertThat(distance(vector.gradients(), loops.dw)).as("∂L/∂w").isLessThan(TOLERANCE);

            convolution.backwardInput();
            convolution.storeInputGradient(dx);
            assertThat(distance(dx.values(), loops.dx)).as("∂L/∂x alone").isLessThan(TOLERANCE);
        }
    }

    private static void fill(FeatureMaps maps, long seed) {
        var random = new CounterRandom(seed, 0);
        for (int i = 0; i < maps.size(); i++) {
            maps.values()[i] = (float) random.gaussian(i);
        }
    }

    private static double distance(float[] own, double[] expected) {
        double miss = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            miss += (own[i] - expected[i]) * (own[i] - expected[i]);
            norm += expected[i] * expected[i];
        }
        return Math.sqrt(miss / norm);
    }

    /** The definition, with its derivatives; the weight starts the parameter vector. */
    private static final class Loops {

        final double[] y;
        final double[] dx;
        final double[] dw;

        Loops(ConvolutionShape s, float[] x, float[] parameters, float[] dy, int bias) {
            y = new double[dy.length];
            dx = new double[x.length];
            dw = new double[bias];
            int height = s.outputHeight();
            int width = s.outputWidth();
            for (int b = 0; b < s.batch(); b++) {
                for (int o = 0; o < s.outputs(); o++) {
                    for (int i = 0; i < height * width; i++) {
                        int at = (b * s.outputs() + o) * height * width + i;
                        y[at] = parameters[bias + o];
                        accumulate(s, x, parameters, dy[at], new int[] {b, o, i / width, i % width}, at);
                    }
                }
            }
        }

        private void accumulate(ConvolutionShape s, float[] x, float[] w, float slope, int[] where, int at) {
            for (int c = 0; c < s.inputs(); c++) {
                for (int u = 0; u < s.kernel().down(); u++) {
                    for (int v = 0; v < s.kernel().across(); v++) {
                        int row = where[2] * s.stride().down() + u - s.padding().down();
                        int column =
                                where[3] * s.stride().across() + v - s.padding().across();
                        if (row >= 0 && row < s.height() && column >= 0 && column < s.width()) {
                            int of = ((where[0] * s.inputs() + c) * s.height() + row) * s.width() + column;
                            int by = ((u * s.kernel().across() + v) * s.inputs() + c) * s.outputs() + where[1];
                            y[at] += (double) x[of] * w[by];
                            dx[of] += (double) slope * w[by];
                            dw[by] += (double) slope * x[of];
                        }
                    }
                }
            }
        }
    }
}
