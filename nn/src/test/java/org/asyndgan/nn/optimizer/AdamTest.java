package org.asyndgan.nn.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.PatchDiscriminator;
import org.asyndgan.nn.architecture.PatchSettings;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdamTest {

    private static final double RATE = 0.01;

    final PatchDiscriminator network = new PatchDiscriminator(new PatchSettings(1, 2, 1, NormLayer.INSTANCE), 5);
    final Adam adam = new Adam(network.parameters(), AdamSettings.GAN);

    @AfterEach
    void close() {
        network.close();
    }

    @Test
    void itsFirstStepMovesEachParameterByTheRateAgainstItsGradient() {
        float[] before = network.parameters().values();
        accumulate();
        float[] gradient = network.parameters().gradients();

        adam.step(RATE);

        // m̂ = g and v̂ = g² after one step, so the step is rate · g / (|g| + ε).
        float[] after = network.parameters().values();
        for (int i = 0; i < after.length; i++) {
            double expected = before[i] - RATE * gradient[i] / (Math.abs(gradient[i]) + 1e-8);
            assertThat((double) after[i]).isCloseTo(expected, within(2e-6));
        }
    }

    @Test
    void itsSecondStepFollowsTheFormula() {
        accumulate();
        float[] g1 = network.parameters().gradients();
        adam.step(RATE);
        float[] before = network.parameters().values();
        network.parameters().zeroGradients();
        accumulate();
        float[] g2 = network.parameters().gradients();

        adam.step(RATE);

        float[] after = network.parameters().values();
        for (int i = 0; i < after.length; i++) {
            // m = β₁(1 − β₁)g₁ + (1 − β₁)g₂, corrected by 1 − β₁²; v likewise; β = (0.5, 0.999)
            double m = (0.25 * g1[i] + 0.5 * g2[i]) / 0.75;
            double v = (0.000999 * g1[i] * g1[i] + 0.001 * g2[i] * g2[i]) / (1 - 0.999 * 0.999);
            assertThat((double) after[i]).isCloseTo(before[i] - RATE * m / (Math.sqrt(v) + 1e-8), within(2e-6));
        }
    }

    @Test
    void leavesTheGradientAsItIs() {
        accumulate();
        float[] gradient = network.parameters().gradients();

        adam.step(RATE);

        assertThat(network.parameters().gradients()).isEqualTo(gradient);
    }

    @Test
    void continuesFromAStateWithTheSameBits() {
        accumulate();
        adam.step(RATE);
        AdamState state = adam.state();
        float[] values = network.parameters().values();
        adam.step(RATE);
        float[] expected = network.parameters().values();

        network.parameters().assign(values);
        var other = new Adam(network.parameters(), AdamSettings.GAN);
        other.restore(state);
        other.step(RATE);

        assertThat(network.parameters().values()).isEqualTo(expected);
    }

    @Test
    void refusesTheStateOfAnotherNetwork() {
        assertThatThrownBy(() -> adam.restore(new AdamState(1, new float[3], new float[3])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Adam's state is for 3 parameters, but the network has "
                        + network.parameters().count() + "; it belongs to other settings");
    }

    private void accumulate() {
        float[] image = new float[16 * 16];
        for (int i = 0; i < image.length; i++) {
            image[i] = (float) Math.sin(i * i);
        }
        FloatTensor logits = network.forward(FloatTensor.adopt(image, 1, 1, 16, 16));
        float[] slope = new float[logits.size()];
        for (int i = 0; i < slope.length; i++) {
            slope[i] = 1 + i % 3;
        }
        network.accumulateGradients(FloatTensor.adopt(slope, logits.shape()));
    }
}
