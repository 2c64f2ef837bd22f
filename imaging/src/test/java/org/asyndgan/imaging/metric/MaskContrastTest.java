package org.asyndgan.imaging.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

class MaskContrastTest {

    private static final int SIDE = 16;

    @Test
    void isZeroWhereAClassLooksLikeTheBackground() {
        assertThat(MaskContrast.of(image(p -> 0.25), leftHalf())).hasValue(0);
    }

    @Test
    void isTheDifferenceOfTheMeansInStandardDeviations() {
        // Left: 0.5 ± 0.2, right: -0.5 ± 0.2, in stripes two pixels high: d = 1 / 0.2 = 5.
        OptionalDouble contrast =
                MaskContrast.of(image(p -> (isLeft(p) ? 0.5 : -0.5) + (p / SIDE % 4 < 2 ? 0.2 : -0.2)), leftHalf());

        assertThat(contrast.orElseThrow()).isCloseTo(5, within(1e-4));
    }

    @Test
    void seesAClassThatDiffersByTextureAlone() {
        // A chequerboard of ±0.5 beside grey: both have mean 0.
        OptionalDouble contrast =
                MaskContrast.of(image(p -> isLeft(p) ? ((p / SIDE + p % SIDE) % 2 == 0 ? 0.5 : -0.5) : 0), leftHalf());

        assertThat(contrast.orElseThrow()).isGreaterThan(3);
    }

    @Test
    void saysNothingOfAMaskWithoutPixels() {
        assertThat(MaskContrast.of(image(p -> 0), LabelMap.of(SIDE, SIDE, 2, new byte[SIDE * SIDE])))
                .isEmpty();
    }

    private static boolean isLeft(int p) {
        return p % SIDE < SIDE / 2;
    }

    private static FloatTensor image(java.util.function.IntToDoubleFunction value) {
        float[] pixels = new float[SIDE * SIDE];
        for (int p = 0; p < pixels.length; p++) {
            pixels[p] = (float) value.applyAsDouble(p);
        }
        return FloatTensor.of(pixels, 1, SIDE, SIDE);
    }

    private static LabelMap leftHalf() {
        byte[] labels = new byte[SIDE * SIDE];
        for (int p = 0; p < labels.length; p++) {
            labels[p] = (byte) (isLeft(p) ? 1 : 0);
        }
        return LabelMap.of(SIDE, SIDE, 2, labels);
    }
}
