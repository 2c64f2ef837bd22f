package org.asyndgan.nn.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import java.util.stream.Stream;
import org.asyndgan.nn.kernel.CounterRandom;
import org.asyndgan.nn.kernel.Initializer.Normal;
import org.asyndgan.nn.kernel.ParameterVector;
import org.asyndgan.nn.layer.Activation;
import org.asyndgan.nn.layer.Beside;
import org.asyndgan.nn.layer.Chain;
import org.asyndgan.nn.layer.Conv2d;
import org.asyndgan.nn.layer.Conv2d.Geometry;
import org.asyndgan.nn.layer.ConvTranspose2d;
import org.asyndgan.nn.layer.Dropout;
import org.asyndgan.nn.layer.JoinInput;
import org.asyndgan.nn.layer.Layer;
import org.asyndgan.nn.layer.MaxPool;
import org.asyndgan.nn.layer.Noise;
import org.asyndgan.nn.layer.Norm;
import org.asyndgan.nn.layer.Padding;
import org.asyndgan.nn.layer.PixelShuffle;
import org.asyndgan.nn.layer.Pointwise;
import org.asyndgan.nn.layer.Residual;
import org.asyndgan.nn.layer.Skip;
import org.asyndgan.nn.layer.SpectralConv2d;
import org.asyndgan.nn.layer.Stage.Wanted;
import org.asyndgan.nn.layer.Upsample;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every pass against (L(x + h) − L(x − h)) / 2h in double precision, for L a random linear function of
 * its result; with respect to its input and to its parameters.
 */
class LayerGradientTest {

    private static final Normal WEIGHTS = new Normal(0, 0.5);
    private static final Normal SCALES = new Normal(1, 0.3);
    private static final int CHANNELS = 3;
    private static final long[] SEEDS = {5, 6};

    /** A short step drowns a derivative of 0 in rounding, a long one steps over a kink; a wrong derivative fails both. */
    private static final double[] STEPS = {1e-6, 6e-6};

    private static final double TOLERANCE = 1e-5;
    private static final double SMALL = 1e-3;
    private static final int TRIED = 100;

    static Stream<Case> cases() {
        return Stream.of(
                        convolutions(),
                        Stream.of(Norm.Kind.values())
                                .map(kind -> new Case(
                                        "norm " + kind,
                                        6,
                                        v -> new Norm(v, "a", kind, CHANNELS, Activation.TANH, SCALES))),
                        Stream.of(Activation.values())
                                .map(activation -> new Case(
                                        "activation " + activation,
                                        6,
                                        v -> Chain.of(conv(v), new Pointwise(activation), new Pointwise(activation)))),
                        joins(),
                        resizings())
                .flatMap(kinds -> kinds);
    }

    private static Stream<Case> convolutions() {
        return Stream.of(
                convolution(1, 1, 0, Padding.ZERO),
                convolution(3, 2, 1, Padding.ZERO),
                convolution(4, 2, 1, Padding.ZERO),
                convolution(4, 1, 1, Padding.ZERO),
                convolution(3, 1, 1, Padding.REFLECT),
                convolution(7, 1, 3, Padding.REFLECT),
                convolution(3, 2, 1, Padding.REFLECT),
                convolution(3, 1, 0, Padding.REFLECT),
                new Case("transposed convolution", 4, v -> new ConvTranspose2d(v, "a", CHANNELS, 2, true, WEIGHTS)),
                new Case(
                        "convolution with spectral norm",
                        8,
                        v -> Chain.of(
                                new SpectralConv2d(v, "a", Geometry.strided(CHANNELS, 4, 4, 2, 1), WEIGHTS, 400),
                                new Pointwise(Activation.LEAKY_RELU))));
    }

    private static Case convolution(int kernel, int stride, int margin, Padding padding) {
        return new Case(
                "convolution " + kernel + ", " + stride + ", " + margin + ", " + padding,
                8,
                v -> new Conv2d(v, "a", new Geometry(CHANNELS, 4, kernel, stride, margin, padding), true, WEIGHTS));
    }

    private static Stream<Case> joins() {
        return Stream.of(
                new Case(
                        "residual",
                        5,
                        v -> Chain.of(
                                conv(v),
                                new Residual(Chain.of(
                                        conv(v),
                                        new Norm(v, "n", Norm.Kind.INSTANCE, CHANNELS, Activation.NONE, SCALES))))),
                new Case("skip", 6, v -> Chain.of(conv(v), new Skip(Chain.of(new MaxPool(), conv(v), new Upsample())))),
                new Case("input joined", 4, v -> new JoinInput(conv(v))),
                new Case(
                        "input joined to smaller maps",
                        8,
                        v -> new JoinInput(Chain.of(conv(v), new MaxPool(), new MaxPool()))),
                new Case(
                        "maps that pass by",
                        4,
                        v -> Chain.of(
                                conv(v),
                                new Beside(
                                        Chain.of(
                                                new Conv2d(v, "i", Geometry.same(CHANNELS - 1, 4, 3), true, WEIGHTS),
                                                new Upsample()),
                                        1))));
    }

    private static Stream<Case> resizings() {
        return Stream.of(
                new Case("max pooling", 8, v -> Chain.of(conv(v), new MaxPool())),
                new Case("upsampling", 4, v -> Chain.of(conv(v), new Upsample())),
                new Case(
                        "shuffling",
                        4,
                        v -> Chain.of(
                                new Conv2d(v, "a", Geometry.same(CHANNELS, 8, 3), true, WEIGHTS), new PixelShuffle())),
                new Case("dropout", 6, v -> Chain.of(conv(v), new Dropout(0.5, 3))),
                new Case("noise", 6, v -> Chain.of(new Noise(2, 1), wide(v))));
    }

    private static Layer conv(ParameterVector vector) {
        return new Conv2d(vector, "c" + vector.tensors().size(), Geometry.same(CHANNELS, CHANNELS, 3), true, WEIGHTS);
    }

    private static Layer wide(ParameterVector vector) {
        return new Conv2d(vector, "w", Geometry.same(CHANNELS + 2, 2, 3), true, WEIGHTS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    @SuppressWarnings("try") // the scope frees what is made in it
    void isTheDerivative(Case kind) {
        try (var scope = new PointerScope();
                var checked = new Checked(kind)) {
            checked.check();
        }
    }

    @Test
    void everyKindOfLayerHasAPass() {
        Stream<String> tried = cases().map(kind -> {
            var vector = new ParameterVector();
            return String.valueOf(kind.layer().apply(vector));
        });
        String all = String.join(" ", tried.toList());

        for (Class<?> kind : Layer.class.getPermittedSubclasses()) {
            assertThat(all).contains(kind.getSimpleName());
        }
    }

    /** One layer in double precision. */
    private static final class Checked implements AutoCloseable {

        private final Library library = Library.load("cpu", ScalarType.Double);
        private final Retained activations = new Retained();
        private final TorchWeights weights;
        private final ParameterVector vector = new ParameterVector();
        private final Pass pass;
        private final Tensor x;
        private final Tensor slopes;

        Checked(Case kind) {
            Layer layer = kind.layer().apply(vector);
            weights = new TorchWeights(library, vector.tensors(), vector.draw(7));
            pass = new Passes(library, weights, activations).of(layer);
            x = random(11, 2, CHANNELS, kind.size(), kind.size() + 4);
            Tensor y = pass.forward(x, SEEDS);
            slopes = random(12, y.size(0), y.size(1), y.size(2), y.size(3));
        }

        void check() {
            pass.forward(x, SEEDS);
            compare("input", x, pass.backward(slopes, Wanted.INPUT).contiguous());
            pass.forward(x, SEEDS);
            weights.zeroGradients();
            pass.backward(slopes, Wanted.PARAMETERS);
            vector.tensors().forEach(tensor -> compare(tensor.name(), weights.value(tensor), weights.gradient(tensor)));
        }

        private void compare(String what, Tensor point, Tensor gradient) {
            DoublePointer at = point.data_ptr_double();
            DoublePointer expected = gradient.data_ptr_double();
            long size = point.numel();
            assertThat(gradient.numel()).isEqualTo(size);
            for (long i = 0; i < size; i += Math.max(1, size / TRIED)) {
                double given = expected.get(i);
                double error = Double.POSITIVE_INFINITY;
                double found = Double.NaN;
                for (int tried = 0; tried < STEPS.length && error >= TOLERANCE; tried++) {
                    found = difference(at, i, STEPS[tried]);
                    error = Math.abs(given - found) / Math.max(SMALL, Math.max(Math.abs(given), Math.abs(found)));
                }
                assertThat(error)
                        .as("relative error of the gradient of %s[%s]: %s, by differences %s", what, i, given, found)
                        .isLessThan(TOLERANCE);
            }
        }

        @SuppressWarnings("try") // the scope frees what is made in it
        private double difference(DoublePointer at, long i, double step) {
            double kept = at.get(i);
            try (var scope = new PointerScope()) {
                at.put(i, kept + step);
                Tensor above = pass.forward(x, SEEDS);
                at.put(i, kept - step);
                Tensor below = pass.forward(x, SEEDS);
                return above.sub(below).mul(slopes).sum().item_double() / (2 * step);
            } finally {
                at.put(i, kept);
                activations.release();
            }
        }

        private Tensor random(long seed, long... shape) {
            var random = new CounterRandom(seed, 0);
            Tensor drawn = library.empty(shape);
            DoublePointer data = drawn.data_ptr_double();
            for (long i = 0; i < drawn.numel(); i++) {
                data.put(i, random.gaussian(i));
            }
            return drawn;
        }

        @Override
        public void close() {
            activations.release();
            weights.close();
        }
    }

    /**
     * A layer.
     *
     * @param size height of its input, which is 4 wider
     * @param layer declares and makes it
     */
    record Case(String name, int size, Function<ParameterVector, Layer> layer) {

        @Override
        public String toString() {
            return name;
        }
    }
}
