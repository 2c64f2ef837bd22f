package org.asyndgan.core.segmentation.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntensityAugmentationTest {

    private static final int SIDE = 33;
    private static final int PLANE = SIDE * SIDE;
    private static final int CENTRE = SIDE / 2 * SIDE + SIDE / 2;

    @Test
    void noneLeavesAnImageAsItIs() {
        FloatTensor point = point();

        assertThat(IntensityAugmentation.NONE.of(point, new SplittableRandom(1)))
                .isEqualTo(point);
    }

    @Test
    void blurSpreadsAPointByADeviationFromNoneToTheLargest() {
        double largest = 2;
        int blurred = 0;
        double widest = 0;
        for (int seed = 0; seed < 200; seed++) {
            FloatTensor image = new IntensityAugmentation(0, 0, largest).of(point(), new SplittableRandom(seed));
            double variance = 0;
            double sum = 0;
            for (int p = 0; p < PLANE; p++) {
                int right = p % SIDE - SIDE / 2;
                sum += image.at(p);
                variance += image.at(p) * right * right;
                assertThat(image.at(PLANE + p)).isCloseTo(0.25f, within(1e-6f));
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
            assertThat(Math.sqrt(variance)).isLessThanOrEqualTo(largest);
            blurred += image.at(CENTRE) < 1 ? 1 : 0;
            widest = Math.max(widest, Math.sqrt(variance));
        }
        // Half of 200 coins, within four standard deviations; the kernel ends at three of its own, 1.4 % short.
        assertThat(blurred).isBetween(72, 128);
        assertThat(widest).isBetween(0.9 * largest, largest);
    }

    @Test
    void noiseHasADeviationFromNoneToTheLargest() {
        double sum = 0;
        int images = 200;
        for (int seed = 0; seed < images; seed++) {
            FloatTensor image = new IntensityAugmentation(0, 0.3, 0).of(point(), new SplittableRandom(seed));
            double squares = 0;
            for (int p = 0; p < PLANE; p++) {
                double moved = image.at(PLANE + p) - 0.25;
                squares += moved * moved;
            }
            double deviation = Math.sqrt(squares / PLANE);
            assertThat(deviation).isLessThan(0.3 * 1.1);
            sum += deviation;
        }
        // Evenly from 0 to 0.3: mean 0.15, standard error 0.3 / sqrt(12 * 200).
        assertThat(sum / images).isCloseTo(0.15, within(4 * 0.3 / Math.sqrt(12 * images)));
    }

    @Test
    void theSameRandomNumbersChangeAnImageTheSameWay() {
        var all = new IntensityAugmentation(0.2, 0.3, 1.5);

        assertThat(all.of(point(), new SplittableRandom(3)))
                .isEqualTo(all.of(point(), new SplittableRandom(3)))
                .isNotEqualTo(all.of(point(), new SplittableRandom(4)));
    }

    @ParameterizedTest
    @CsvSource({"-0.1, 0, 0", "0, -0.1, 0", "0, 0, -0.1", "2.1, 0, 0", "0, 2.1, 0", "0, 0, 1e9", "NaN, 0, 0"})
    void refusesLessThanNothingAndMoreThanMakesSense(double jitter, double noise, double blur) {
        assertThatThrownBy(() -> new IntensityAugmentation(jitter, noise, blur))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("intensity-jitter " + jitter + ", intensity-noise " + noise + " and blur " + blur
                        + " must be at least 0 and at most 2.0, 2.0 and 32.0, beyond which nothing of an image is"
                        + " left");
    }

    /** One plane that is 0 but for 1 in its middle, and one that is 0.25. */
    private static FloatTensor point() {
        float[] values = new float[2 * PLANE];
        values[CENTRE] = 1;
        Arrays.fill(values, PLANE, 2 * PLANE, 0.25f);
        return FloatTensor.adopt(values, 2, SIDE, SIDE);
    }
}
