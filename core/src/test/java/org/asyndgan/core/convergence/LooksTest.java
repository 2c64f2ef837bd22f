package org.asyndgan.core.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

class LooksTest {

    private static final int SIDE = 16;

    private final Looks looks = new Looks();

    @Test
    void closesAStepOnceALaterOneArrives() {
        assertThat(add(1, 0, "mercy", 0.1)).isEmpty();
        assertThat(add(1, 1, "st-mary", 0.1)).isEmpty();

        var first = add(50, 0, "mercy", 0.9);

        assertThat(first).hasValueSatisfying(look -> {
            assertThat(look.step()).isEqualTo(1);
            assertThat(look.change()).isEmpty();
            assertThat(look.contrast()).containsOnlyKeys("mercy", "st-mary");
        });
    }

    @Test
    void tellsTheNewestStepAsSoonAsItIsWhole() {
        add(1, 0, "mercy", 0.1);
        add(1, 1, "mercy", 0.1);
        add(50, 0, "mercy", 0.1);
        assertThat(looks.newest()).extracting(Look::step).containsExactly(1L);

        add(50, 1, "mercy", 0.1);

        assertThat(looks.newest()).extracting(Look::step).containsExactly(1L, 50L);
    }

    @Test
    void measuresHowMuchTheImagesChange() {
        add(1, 0, "mercy", 0.2);
        add(50, 0, "mercy", 0.2);
        add(100, 0, "mercy", 0.9);

        assertThat(looks.newest().get(1).change().orElseThrow()).isZero();
        assertThat(looks.newest().get(2).change().orElseThrow()).isGreaterThan(0.1);
    }

    @Test
    void leavesOutWhatAGeneratorThatWentBackDrawsAgain() {
        add(1, 0, "mercy", 0.1);
        add(50, 0, "mercy", 0.1);
        add(1, 0, "mercy", 0.9);

        assertThat(looks.newest()).extracting(Look::step).containsExactly(1L, 50L);
    }

    @Test
    void keepsWithinItsBound() {
        for (int step = 0; step < 2 * Look.MOST; step++) {
            add(step, 0, "mercy", 0.1);
        }

        assertThat(looks.newest()).hasSizeLessThanOrEqualTo(Look.MOST + 1);
    }

    private java.util.Optional<Look> add(long step, int probe, String site, double brightness) {
        byte[] labels = new byte[SIDE * SIDE];
        float[] pixels = new float[SIDE * SIDE];
        for (int p = 0; p < labels.length; p++) {
            labels[p] = (byte) (p % SIDE < SIDE / 2 ? 1 : 0);
            pixels[p] = (float) (labels[p] * brightness + p / SIDE % 3 * 0.05);
        }
        return looks.add(step, probe, site, FloatTensor.of(pixels, 1, SIDE, SIDE), LabelMap.of(SIDE, SIDE, 2, labels));
    }
}
