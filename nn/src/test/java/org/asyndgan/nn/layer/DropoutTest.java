package org.asyndgan.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.asyndgan.nn.kernel.Workspace;
import org.junit.jupiter.api.Test;

class DropoutTest {

    private static final int CHANNELS = 8;
    private static final int SIZE = 31; // a plane is not a multiple of the lanes drawn together

    @Test
    void drawsTheSameForASampleInAnyCompany() {
        float[] alone = dropped(0.5, 0, 42);
        float[] inCompany = dropped(0.5, 0, 7, 42, 9);

        assertThat(Arrays.copyOfRange(inCompany, alone.length, 2 * alone.length))
                .isEqualTo(alone);
    }

    @Test
    void drawsDifferentlyForAnotherSeedAndAnotherLayer() {
        assertThat(dropped(0.5, 0, 42)).isNotEqualTo(dropped(0.5, 0, 43)).isNotEqualTo(dropped(0.5, 1, 42));
    }

    @Test
    void dropsTheRateAndKeepsTheMean() {
        float[] y = dropped(0.25, 0, 1, 2, 3, 4);

        int zeros = 0;
        double sum = 0;
        for (float value : y) {
            zeros += value == 0 ? 1 : 0;
            sum += value;
        }
        // 30,752 draws: four standard deviations are 0.010 of the rate and 0.013 of the mean
        assertThat(zeros / (double) y.length).isCloseTo(0.25, within(0.010));
        assertThat(sum / y.length).isCloseTo(1, within(0.014));
    }

    @Test
    void keepsEverythingWithoutSeeds() {
        assertThat(dropped(0.5, 0)).containsOnly(1f);
    }

    @Test
    void refusesToDropEverything() {
        assertThatThrownBy(() -> new Dropout(1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A dropout rate of 1.0 is not in [0, 1)");
    }

    /** What becomes of ones. */
    private static float[] dropped(double rate, int layer, long... seeds) {
        try (var workspace = new Workspace()) {
            Signal ones = Signal.allocate(workspace, Math.max(1, seeds.length), CHANNELS, SIZE, SIZE);
            Arrays.fill(ones.value().values(), 1);
            Stage stage = new Dropout(rate, layer).bind(workspace, ones);
            stage.forward(seeds);
            return stage.output().value().values();
        }
    }
}
