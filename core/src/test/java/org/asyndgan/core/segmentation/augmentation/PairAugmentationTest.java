package org.asyndgan.core.segmentation.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.asyndgan.core.segmentation.augmentation.PairAugmentation.Change;
import org.asyndgan.core.segmentation.augmentation.PairAugmentation.Kind;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PairAugmentationTest {

    private static final int SIDE = 24;
    private static final Set<Kind> OF_SHAPE = EnumSet.of(Kind.ROTATE, Kind.SCALE, Kind.SHIFT, Kind.ELASTIC);

    @ParameterizedTest
    @EnumSource(Kind.class)
    void changesEachPairInItsShareOfTheTimes(Kind kind) {
        Change usual = PairAugmentation.STANDARD.changes().get(kind);
        var augmentation = new PairAugmentation(Map.of(kind, new Change(usual.most(), 0.25)));
        TrainingPair pair = pair();
        int changed = 0;
        int times = 400;
        for (int seed = 0; seed < times; seed++) {
            TrainingPair shown = augmentation.of(pair, new SplittableRandom(seed));
            changed += shown.image().equals(pair.image()) ? 0 : 1;
            if (!OF_SHAPE.contains(kind)) {
                assertThat(shown.labels()).isEqualTo(pair.labels());
            }
        }
        // 100 of 400 coins, within four standard deviations of 8.7; pixels hardly longer may change nothing.
        assertThat(changed).isBetween(kind == Kind.LOW_RESOLUTION ? 50 : 65, 135);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"ROTATE", "SCALE", "SHIFT", "ELASTIC"})
    void movesImageAndLabelsTogether(Kind kind) {
        Change usual = PairAugmentation.STANDARD.changes().get(kind);
        var augmentation = new PairAugmentation(Map.of(kind, new Change(usual.most(), 1)));
        for (int seed = 0; seed < 50; seed++) {
            TrainingPair shown = augmentation.of(pair(), new SplittableRandom(seed));
            int agree = 0;
            for (int p = 0; p < SIDE * SIDE; p++) {
                agree += (shown.image().at(p) > 0 ? 1 : 0) == shown.labels().at(p) ? 1 : 0;
            }
            // The image is 1 where the label is and -1 elsewhere: only pixels on an edge can round to the other side.
            assertThat(agree).as("seed %s", seed).isGreaterThanOrEqualTo(SIDE * SIDE - 30);
        }
    }

    @Test
    void comesToTheSamePairFromTheSameRandomNumbers() {
        TrainingPair pair = pair();

        TrainingPair first = PairAugmentation.STANDARD.of(pair, new SplittableRandom(5));

        assertThat(PairAugmentation.STANDARD.of(pair, new SplittableRandom(5))).isEqualTo(first);
        assertThat(PairAugmentation.STANDARD.of(pair, new SplittableRandom(6))).isNotEqualTo(first);
        assertThat(PairAugmentation.NONE.of(pair, new SplittableRandom(5))).isSameAs(pair);
    }

    @Test
    void contrastMovesIntensitiesAwayFromOrToTheirMean() {
        float[] values = {0, 0.5f, -0.5f, 0, 0, 1, -1, 0};

        Intensities.changeContrast(values, 4, 0.5);

        // Means 0 of both planes of four; each distance is halved.
        assertThat(values).containsExactly(0, 0.25f, -0.25f, 0, 0, 0.5f, -0.5f, 0);
    }

    @Test
    void coarsePixelsAreReadAtTheNearestAndInterpolated() {
        float[] line = {0, 1, 2, 3};

        Intensities.coarsen(line, 1, 4, 2);

        // Pixels of length 2 hold what lies at 1 and 3; their middles are at 0.5 and 2.5, and 1 and 2 lie a quarter of
        // the way in.
        assertThat(line[0]).isEqualTo(1);
        assertThat(line[1]).isCloseTo(1.5f, within(1e-6f));
        assertThat(line[2]).isCloseTo(2.5f, within(1e-6f));
        assertThat(line[3]).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "rotate=15.0@0.2", "rotate=15.0@0.2,shift=0.08@0.5,low-resolution=2.0@0.15"})
    void readsWhatItWrites(String text) {
        assertThat(PairAugmentation.parse(text)).hasToString(text);
    }

    @Test
    void knowsItsStandardByName() {
        assertThat(PairAugmentation.parse("standard")).isEqualTo(PairAugmentation.STANDARD);
        assertThat(PairAugmentation.parse(PairAugmentation.STANDARD.toString())).isEqualTo(PairAugmentation.STANDARD);
        assertThat(PairAugmentation.parse("light")).hasToString("shift=0.08@0.5,gamma=0.25@1.0");
        assertThat(PairAugmentation.parse("")).isEqualTo(PairAugmentation.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"strong", "rotate", "rotate=15", "rotate=15@x", "spin=3@0.2", "rotate=15@0.2,"})
    void saysWhatItCannotRead(String text) {
        assertThatThrownBy(() -> PairAugmentation.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The augmentation \"" + text
                        + "\" is neither standard, light, none nor a list of kinds with how far"
                        + " at most and in which share, such as " + PairAugmentation.STANDARD);
    }

    @Test
    void refusesPixelsThatAreNoLongerThanTheImagesOwn() {
        assertThatThrownBy(() -> PairAugmentation.parse("low-resolution=0.5@0.2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The augmentation low-resolution=0.5@0.2 must be above 1 and at most 16.0, beyond which nothing"
                                + " of an image is left, in a share above 0 and at most 1, such as low-resolution=2.0@0.15");
    }

    @ParameterizedTest
    @CsvSource({"rotate, 181.0, 0.2, 180.0", "shift, 0.0, 0.2, 1.0", "shift, NaN, 0.2, 1.0", "blur, 1.0, 1.5, 32.0"})
    void refusesWhatLeavesNothingOfAnImage(String kind, double most, double share, double limit) {
        String usual = PairAugmentation.STANDARD
                .changes()
                .get(Kind.valueOf(kind.toUpperCase(java.util.Locale.ROOT)))
                .toString();

        assertThatThrownBy(() -> PairAugmentation.parse(kind + "=" + most + "@" + share))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The augmentation " + kind + "=" + most + "@" + share + " must be above 0 and at most " + limit
                                + ", beyond which nothing of an image is left, in a share above 0 and at most 1, such as "
                                + kind
                                + "=" + usual);
    }

    /** A bright rectangle, off the middle, whose label is 1. */
    private static TrainingPair pair() {
        float[] image = new float[SIDE * SIDE];
        byte[] labels = new byte[SIDE * SIDE];
        for (int p = 0; p < image.length; p++) {
            boolean isInside = p / SIDE >= 6 && p / SIDE < 15 && p % SIDE >= 8 && p % SIDE < 20;
            image[p] = isInside ? 1 : -1;
            labels[p] = (byte) (isInside ? 1 : 0);
        }
        // One grey pixel, without which a gamma would leave black and white as they are.
        image[0] = -0.5f;
        return new TrainingPair(FloatTensor.adopt(image, 1, SIDE, SIDE), LabelMap.adopt(SIDE, SIDE, 2, labels));
    }
}
