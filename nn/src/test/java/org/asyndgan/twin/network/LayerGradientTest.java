package org.asyndgan.twin.network;

import java.util.function.Function;
import org.asyndgan.twin.kernel.Initializer.Normal;
import org.asyndgan.twin.kernel.ParameterVector;
import org.asyndgan.twin.layer.Activation;
import org.asyndgan.twin.layer.Beside;
import org.asyndgan.twin.layer.Chain;
import org.asyndgan.twin.layer.Conv2d;
import org.asyndgan.twin.layer.Conv2d.Geometry;
import org.asyndgan.twin.layer.ConvTranspose2d;
import org.asyndgan.twin.layer.Dropout;
import org.asyndgan.twin.layer.JoinInput;
import org.asyndgan.twin.layer.Layer;
import org.asyndgan.twin.layer.MaxPool;
import org.asyndgan.twin.layer.Norm;
import org.asyndgan.twin.layer.Padding;
import org.asyndgan.twin.layer.PixelShuffle;
import org.asyndgan.twin.layer.Pointwise;
import org.asyndgan.twin.layer.Residual;
import org.asyndgan.twin.layer.Skip;
import org.asyndgan.twin.layer.SpectralConv2d;
import org.asyndgan.twin.layer.Upsample;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every layer against central differences, in the engine's double-precision twin. */
class LayerGradientTest {

    private static final Normal WEIGHTS = new Normal(0, 0.5);
    private static final Normal SCALES = new Normal(1, 0.3);
    private static final long[] NO_DROPOUT = {};
    private static final int CHANNELS = 3;

    @Nested
    class AConvolution {

        @ParameterizedTest
        @CsvSource({"1, 1, 0", "3, 1, 1", "3, 2, 1", "4, 2, 1", "4, 1, 1", "7, 1, 3"})
        void paddedWithZeros(int kernel, int stride, int margin) {
            check(v -> new Conv2d(v, "a", Geometry.strided(CHANNELS, 4, kernel, stride, margin), true, WEIGHTS), 8, 6);
        }

        @ParameterizedTest
        @CsvSource({"3, 1, 1", "7, 1, 3", "3, 2, 1"})
        void paddedByReflection(int kernel, int stride, int margin) {
            var geometry = new Geometry(CHANNELS, 4, kernel, stride, margin, Padding.REFLECT);

            check(v -> new Conv2d(v, "a", geometry, false, WEIGHTS), 5, 6);
        }

        @Test
        void withASingleMapOut() {
            check(v -> new Conv2d(v, "a", Geometry.reflected(CHANNELS, 1, 7), true, WEIGHTS), 8, 8);
        }

        @Test
        void transposed() {
            check(v -> new ConvTranspose2d(v, "a", CHANNELS, 2, true, WEIGHTS), 4, 5);
        }

        @Test
        void afterAnother() {
            check(
                    v -> Chain.of(
                            new Conv2d(v, "a", Geometry.reflected(CHANNELS, 4, 3), true, WEIGHTS),
                            new ConvTranspose2d(v, "b", 4, 2, false, WEIGHTS),
                            new Conv2d(v, "c", Geometry.same(2, 2, 3), false, WEIGHTS)),
                    6,
                    6);
        }
    }

    @Nested
    class ANorm {

        @ParameterizedTest
        @EnumSource(Norm.Kind.class)
        void followedByNothing(Norm.Kind kind) {
            check(v -> new Norm(v, "a", kind, CHANNELS, Activation.NONE, SCALES), 5, 6);
        }

        @ParameterizedTest
        @EnumSource(
                value = Activation.class,
                names = {"RELU", "LEAKY_RELU", "TANH"})
        void followedByAnActivation(Activation activation) {
            check(v -> new Norm(v, "a", Norm.Kind.INSTANCE, CHANNELS, activation, SCALES), 6, 6);
        }
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void anActivation(Activation activation) {
        check(v -> Chain.of(conv(v), new Pointwise(activation)), 5, 5);
    }

    @Test
    void dropout() {
        check(v -> Chain.of(conv(v), new Dropout(0.5, 3)), new long[] {5, 6}, 5, 5);
    }

    @Test
    void maxPooling() {
        check(v -> Chain.of(conv(v), new MaxPool()), 6, 8);
    }

    @Test
    void upsampling() {
        check(v -> Chain.of(conv(v), new Upsample()), 3, 4);
    }

    @Test
    void aResidualBlock() {
        check(
                v -> Chain.of(
                        conv(v),
                        new Residual(Chain.of(
                                conv(v), new Norm(v, "n", Norm.Kind.INSTANCE, CHANNELS, Activation.NONE, SCALES)))),
                5,
                5);
    }

    @Test
    void aSkipConnection() {
        check(v -> Chain.of(conv(v), new Skip(Chain.of(new MaxPool(), conv(v), new Upsample()))), 4, 6);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "4"})
    void theInputJoinedAgain(int factor) {
        check(
                v -> {
                    Layer inner = conv(v);
                    for (int halved = 1; halved < factor; halved *= 2) {
                        inner = Chain.of(inner, new MaxPool());
                    }
                    return Chain.of(new JoinInput(inner), wider(v));
                },
                8,
                12);
    }

    @Test
    void mapsThatPassByALayer() {
        check(
                v -> Chain.of(
                        conv(v),
                        new Beside(
                                Chain.of(
                                        new Conv2d(v, "in", Geometry.same(CHANNELS - 1, 4, 3), true, WEIGHTS),
                                        new Upsample()),
                                1),
                        new Conv2d(v, "out", Geometry.same(5, 2, 3), true, WEIGHTS)),
                4,
                3);
    }

    @Test
    void shufflingOfMaps() {
        check(
                v -> Chain.of(new Conv2d(v, "in", Geometry.same(CHANNELS, 8, 3), true, WEIGHTS), new PixelShuffle()),
                3,
                4);
    }

    /** With rounds enough to find the singular vectors, which the layer then takes for constant. */
    @ParameterizedTest
    @CsvSource({"3, 1, 1", "4, 2, 1"})
    void aConvolutionWithSpectralNorm(int kernel, int stride, int margin) {
        check(
                v -> Chain.of(
                        new SpectralConv2d(v, "a", Geometry.strided(CHANNELS, 4, kernel, stride, margin), WEIGHTS, 400),
                        new Pointwise(Activation.LEAKY_RELU)),
                8,
                6);
    }

    private static Layer wider(ParameterVector vector) {
        return new Conv2d(vector, "w", Geometry.same(2 * CHANNELS, 2, 3), true, WEIGHTS);
    }

    private static Layer conv(ParameterVector vector) {
        return new Conv2d(vector, "c" + vector.tensors().size(), Geometry.same(CHANNELS, CHANNELS, 3), true, WEIGHTS);
    }

    private static void check(Function<ParameterVector, Layer> layer, int height, int width) {
        check(layer, NO_DROPOUT, height, width);
    }

    private static void check(Function<ParameterVector, Layer> layer, long[] sampleSeeds, int height, int width) {
        try (var network = new LayeredNetwork("layer", CHANNELS, layer, 7)) {
            CentralDifferences.check(network, sampleSeeds, 2, CHANNELS, height, width);
        }
    }
}
