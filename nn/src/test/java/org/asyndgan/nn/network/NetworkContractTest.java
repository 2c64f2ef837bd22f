package org.asyndgan.nn.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.ResnetGenerator;
import org.asyndgan.nn.architecture.ResnetSettings;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class NetworkContractTest {

    final ResnetGenerator generator = new ResnetGenerator(new ResnetSettings(2, 1, 4, 1, NormLayer.INSTANCE, 0.5), 1);

    @AfterEach
    void close() {
        generator.close();
    }

    @Test
    void drawsASampleAlikeInAnyCompany() {
        FloatTensor pair = masks(2);

        FloatTensor both = generator.forward(pair, 5, 6);

        // Not to the bit: oneDNN may sum in another order for another batch size.
        FloatTensor alone = generator.forward(pair.rows(1, 2), 6);
        for (int i = 0; i < alone.size(); i++) {
            assertThat(both.at(alone.size() + i)).isCloseTo(alone.at(i), org.assertj.core.data.Offset.offset(1e-6f));
        }
    }

    @Test
    void addsGradientsUp() {
        FloatTensor dy = generator.forward(masks(1), 5);
        generator.accumulateGradients(dy);
        float[] once = generator.parameters().gradients();

        generator.accumulateGradients(dy);

        float[] twice = generator.parameters().gradients();
        for (int i = 0; i < once.length; i++) {
            assertThat(twice[i]).isEqualTo(2 * once[i]);
        }
    }

    @Test
    void leavesParameterGradientsAloneWhenAskedForTheInputs() {
        FloatTensor dy = generator.forward(masks(1), 5);

        FloatTensor gradient = generator.inputGradient(dy);

        assertThat(gradient.shape()).containsExactly(1, 2, 16, 16);
        assertThat(generator.parameters().gradients()).containsOnly(0f);
    }

    @Test
    void keepsWorkingWhenBatchSizesAlternate() {
        FloatTensor first = generator.forward(masks(1), 5);
        for (int rows = 2; rows < 8; rows++) {
            generator.forward(masks(rows));
        }

        assertThat(generator.forward(masks(1), 5)).isEqualTo(first);
    }

    @Test
    void findsTheTensorThatIsNotFinite() {
        assertThat(generator.parameters().firstNonFinite()).isEmpty();
        float[] values = generator.parameters().values();
        int weight = generator.parameters().layout().get(4).offset();
        values[weight + 3] = Float.NaN;

        generator.parameters().assign(values);

        assertThat(generator.parameters().firstNonFinite()).get().hasToString("value of model.4.weight");
    }

    @Test
    void findsTheGradientThatIsNotFinite() {
        FloatTensor y = generator.forward(masks(1), 5);
        float[] dy = new float[y.size()];
        Arrays.fill(dy, Float.POSITIVE_INFINITY);

        generator.accumulateGradients(FloatTensor.adopt(dy, y.shape()));

        // All gradients are spoilt now, and it began at the output.
        var layout = generator.parameters().layout();
        String last = layout.get(layout.size() - 1).name();
        assertThat(generator.parameters().firstNonFinite()).get().hasToString("gradient of " + last);
    }

    @Test
    void startsFromTheSameWeightsForTheSameSeed() {
        try (var twin = new ResnetGenerator(new ResnetSettings(2, 1, 4, 1, NormLayer.INSTANCE, 0.5), 1);
                var other = new ResnetGenerator(new ResnetSettings(2, 1, 4, 1, NormLayer.INSTANCE, 0.5), 2)) {
            assertThat(twin.parameters().values())
                    .isEqualTo(generator.parameters().values());
            assertThat(other.parameters().values())
                    .isNotEqualTo(generator.parameters().values());
        }
    }

    @Nested
    class Refuses {

        @Test
        void aWrongNumberOfChannels() {
            assertThatThrownBy(() -> generator.forward(FloatTensor.zeros(1, 3, 16, 16)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "The generator takes [B, 2, H, W] with B at least 1, but was given float32[1, 3, 16, 16]");
        }

        @Test
        void aWrongNumberOfSeeds() {
            assertThatThrownBy(() -> generator.forward(masks(2), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The generator was given 1 dropout seeds for 2 rows; give one a row, or none to turn"
                            + " dropout off");
        }

        @Test
        void imagesTooSmallToMirror() {
            assertThatThrownBy(() -> generator.forward(FloatTensor.zeros(1, 2, 2, 16)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A map of 2 × 16 pixels cannot be mirrored 3 pixels deep; use larger images");
        }

        @Test
        void gradientsBeforeAForwardPass() {
            assertThatThrownBy(() -> generator.accumulateGradients(FloatTensor.zeros(1, 1, 16, 16)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The generator has not been evaluated since its last forward pass; call forward before"
                            + " asking for gradients");
        }

        @Test
        void gradientsAfterAChangeOfTheWeights() {
            FloatTensor y = generator.forward(masks(1));
            generator.parameters().assign(generator.parameters().values());

            assertThatThrownBy(() -> generator.inputGradient(y))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The generator has changed since its last forward pass; call forward before asking for"
                            + " gradients");
        }

        @Test
        void gradientsOfAnotherShape() {
            generator.forward(masks(1));

            assertThatThrownBy(() -> generator.inputGradient(FloatTensor.zeros(2, 1, 16, 16)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The generator returned float32[1, 1, 16, 16], so its gradient cannot be"
                            + " float32[2, 1, 16, 16]");
        }

        @Test
        void weightsOfAnotherNetwork() {
            assertThatThrownBy(() -> generator.parameters().assign(new float[3]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The network has " + generator.parameters().count()
                            + " parameters, but 3 values were given; they come from a network with other settings");
        }

        @Test
        void workAfterItWasClosed() {
            generator.close();

            assertThatThrownBy(() -> generator.forward(masks(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The generator has been closed");
        }
    }

    private static FloatTensor masks(int rows) {
        float[] values = new float[rows * 2 * 16 * 16];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i % 512 * 0.37);
        }
        return FloatTensor.adopt(values, rows, 2, 16, 16);
    }
}
