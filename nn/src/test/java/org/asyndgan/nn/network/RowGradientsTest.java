package org.asyndgan.nn.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.asyndgan.nn.architecture.DiscriminatorKind;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.PatchDiscriminator;
import org.asyndgan.nn.architecture.PatchSettings;
import org.asyndgan.nn.architecture.ResnetGenerator;
import org.asyndgan.nn.architecture.ResnetSettings;
import org.asyndgan.nn.architecture.SegmentingDiscriminator;
import org.asyndgan.nn.architecture.SegmentingSettings;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients row by row from one pass over a batch. */
class RowGradientsTest {

    private static final int ROWS = 3;
    private static final int SIDE = 32;

    /** Each kind of layer, and each of the four ways to convolve, is in one of them. */
    static Stream<Named<Supplier<Network>>> networks() {
        return Stream.of(
                network("patch, instance norm", () -> patch(NormLayer.INSTANCE)),
                network("patch, spectral norm", () -> patch(NormLayer.SPECTRAL)),
                network(
                        "segmenting",
                        () -> new SegmentingDiscriminator(
                                new SegmentingSettings(2, 8, 2, DiscriminatorKind.SEGMENTING), 1)),
                network(
                        "segmenting class by class, and patches",
                        () -> new SegmentingDiscriminator(
                                new SegmentingSettings(2, 8, 2, DiscriminatorKind.CLASSWISE_PATCH), 1)),
                network("generator, transposed", () -> generator(ResnetSettings.Decoder.TRANSPOSED)),
                network("generator, nearest, mask again", () -> generator(ResnetSettings.Decoder.NEAREST_MASK)));
    }

    private static Named<Supplier<Network>> network(String name, Supplier<Network> network) {
        return Named.of(name, network);
    }

    private static Network patch(NormLayer norm) {
        return new PatchDiscriminator(new PatchSettings(2, 8, 2, norm), 1);
    }

    private static Network generator(ResnetSettings.Decoder decoder) {
        return new ResnetGenerator(new ResnetSettings(2, 1, 4, 1, NormLayer.INSTANCE, 0.5, decoder, 1), 1);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void areWhatEachRowAloneWouldHave(Supplier<Network> made) {
        try (Network network = made.get()) {
            FloatTensor x = uniform(1, ROWS, 2, SIDE, SIDE);
            long[] seeds = {5, 6, 7};
            FloatTensor y = network.forward(x, seeds);
            FloatTensor dy = uniform(2, y.shape());
            List<float[]> rows = new ArrayList<>();
            network.gradientsOfRows(dy, (row, gradient) -> {
                assertThat(row).isEqualTo(rows.size());
                rows.add(gradient.clone());
            });

            assertThat(rows).hasSize(ROWS);
            for (int row = 0; row < ROWS; row++) {
                network.parameters().zeroGradients();
                network.forward(x.rows(row, row + 1), seeds[row]);
                network.accumulateGradients(dy.rows(row, row + 1));
                assertClose(rows.get(row), network.parameters().gradients());
            }
        }
    }

    /** The next pass is not disturbed: the sum over the rows is the gradient of the batch, before and after. */
    @ParameterizedTest
    @MethodSource("networks")
    void addUpToTheGradientOfTheBatch(Supplier<Network> made) {
        try (Network network = made.get()) {
            FloatTensor x = uniform(1, ROWS, 2, SIDE, SIDE);
            FloatTensor dy = uniform(2, network.forward(x, 5, 6, 7).shape());
            float[] sum = new float[network.parameters().count()];
            network.gradientsOfRows(dy, (row, gradient) -> {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += gradient[i];
                }
            });

            network.parameters().zeroGradients();
            network.forward(x, 5, 6, 7);
            network.accumulateGradients(dy);

            assertClose(sum, network.parameters().gradients());
        }
    }

    @Test
    void needANewForwardPassAfterwards() {
        try (Network network = patch(NormLayer.INSTANCE)) {
            FloatTensor y = network.forward(uniform(1, ROWS, 2, SIDE, SIDE));
            network.gradientsOfRows(y, (row, gradient) -> {});

            assertThatThrownBy(() -> network.accumulateGradients(y)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void doNotExistWhereRowsTouchEachOther() {
        try (Network network = patch(NormLayer.BATCH)) {
            FloatTensor y = network.forward(uniform(1, ROWS, 2, SIDE, SIDE));

            assertThatThrownBy(() -> network.gradientsOfRows(y, (row, gradient) -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(
                            "Batch norm makes the rows of the discriminator's batches depend on each other");
        }
    }

    /** Within a hundred-thousandth of the whole gradient: rounding, and sums in another order. */
    private static void assertClose(float[] actual, float[] expected) {
        double scale = FloatTensor.of(expected, expected.length).norm();
        assertThat(scale).isPositive();
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-5 * scale));
        }
    }

    private static FloatTensor uniform(long seed, int... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[Math.toIntExact(FloatTensor.elements(shape))];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (2 * random.nextDouble() - 1);
        }
        return FloatTensor.adopt(values, shape);
    }
}
