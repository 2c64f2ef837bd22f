package org.asyndgan.twin.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.asyndgan.twin.kernel.CounterRandom;
import org.asyndgan.twin.tensor.DoubleTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every loss against central differences, in the engine's double-precision twin. */
class LossGradientTest {

    private static final double STEP = 1e-6;

    @ParameterizedTest
    @EnumSource(AdversarialLoss.class)
    void ofADiscriminator(AdversarialLoss loss) {
        DoubleTensor logits = logits(2, 1, 3, 4);

        compare(logits, loss.gradient(logits, true), z -> loss.value(z, true));
        compare(logits, loss.gradient(logits, false), z -> loss.value(z, false));
    }

    @ParameterizedTest
    @EnumSource(AdversarialLoss.class)
    void ofAGenerator(AdversarialLoss loss) {
        DoubleTensor logits = logits(2, 1, 3, 4);

        compare(logits, loss.generatorGradient(logits), loss::generatorValue);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "0, 1", "0.3, 2"})
    void ofASegmentation(double crossEntropy, double dice) {
        var loss = new SegmentationLoss(crossEntropy, dice);
        DoubleTensor logits = logits(2, 3, 2, 3);
        int[] classes = {0, 1, 2, 2, 1, 0, 1, 1, 0, 0, 0, 2};

        compare(logits, loss.evaluate(logits, classes).gradient(), z -> loss.evaluate(z, classes)
                .value());
    }

    @ParameterizedTest
    @CsvSource({"ONE_CLASS,true", "ONE_CLASS,false", "CLASS_BY_CLASS,true", "CLASS_BY_CLASS,false"})
    void ofADiscriminatorThatSegments(SegmentingLoss.Synthetic synthetic, boolean judgesPatches) {
        var loss = new SegmentingLoss(
                synthetic,
                new long[] {6, 3, 1},
                judgesPatches ? Optional.of(AdversarialLoss.LEAST_SQUARES) : Optional.empty());
        DoubleTensor logits = logits(2, synthetic.maps(3) + (judgesPatches ? 1 : 0), 2, 2);
        double[] oneHot = new double[2 * 3 * 4];
        int[] classes = {0, 1, 2, 2, 1, 0, 1, 1};
        for (int pixel = 0; pixel < classes.length; pixel++) {
            oneHot[(pixel / 4 * 3 + classes[pixel]) * 4 + pixel % 4] = 1;
        }
        DoubleTensor masks = DoubleTensor.adopt(oneHot, 2, 3, 2, 2);

        for (boolean real : new boolean[] {true, false}) {
            compare(logits, loss.ofDiscriminator(logits, masks, real).gradient(), z -> loss.ofDiscriminator(
                            z, masks, real)
                    .value());
        }
        compare(logits, loss.ofGenerator(logits, masks).gradient(), z -> loss.ofGenerator(z, masks)
                .value());
    }

    @Test
    void rareClassesWeighMoreButAtMostTwenty() {
        var loss = new SegmentingLoss(SegmentingLoss.Synthetic.ONE_CLASS, new long[] {960, 39, 1, 0}, Optional.empty());

        // 1000 / (3 · count): 0.347, 8.547, 333 cut to 20; nobody has seen the last.
        assertThat(loss.weights()).containsExactly(new double[] {1000 / 2880.0, 1000 / 117.0, 20, 1}, within(1e-12));
    }

    @Test
    void realnessIsTheProbabilityOfNotBeingSynthetic() {
        var ofOneClass = new SegmentingLoss(SegmentingLoss.Synthetic.ONE_CLASS, new long[] {1, 1}, Optional.empty());
        var ofEach = new SegmentingLoss(SegmentingLoss.Synthetic.CLASS_BY_CLASS, new long[] {1, 1}, Optional.empty());

        // Odds 1 : 1 : 2, and 1 : 1 : 2 : 4.
        assertThat(ofOneClass.realness(DoubleTensor.of(new double[] {0, 0, Math.log(2)}, 1, 3, 1, 1)))
                .isCloseTo(0.5, within(1e-12));
        assertThat(ofEach.realness(DoubleTensor.of(new double[] {0, 0, Math.log(2), Math.log(4)}, 1, 4, 1, 1)))
                .isCloseTo(0.25, within(1e-12));
    }

    /** The best discriminator of a class that synthetic images draw as real ones do has equal logits for both. */
    @Test
    void classByClassAsksForNoMoreThanRealImagesHave() {
        var loss = new SegmentingLoss(SegmentingLoss.Synthetic.CLASS_BY_CLASS, new long[] {1, 3}, Optional.empty());
        DoubleTensor second = DoubleTensor.of(new double[] {0, 1}, 1, 2, 1, 1);

        // Real and synthetic have odds 1 : 1 however sure the class is; the second's weight is 4 / (2 · 3).
        for (double sureness : new double[] {-3, 0, 5}) {
            DoubleTensor logits = DoubleTensor.of(new double[] {0.3, sureness, -0.7, sureness}, 1, 4, 1, 1);
            DiscriminatorLoss.Result result = loss.ofGenerator(logits, second);

            assertThat(result.value()).isCloseTo(2 / 3.0 * Math.log(2), within(1e-12));
            assertThat(result.gradient().toArray())
                    .containsExactly(new double[] {0, -1 / 3.0, 0, 1 / 3.0}, within(1e-12));
        }
    }

    @Test
    void crossEntropyOfLogitsFarOutIsFinite() {
        DoubleTensor logits = DoubleTensor.of(new double[] {1000, -1000}, 2);

        // log(1 + e⁻¹⁰⁰⁰) = 0 and log(1 + e¹⁰⁰⁰) = 1000, whose mean is 500
        assertThat(AdversarialLoss.CROSS_ENTROPY.value(logits, true)).isEqualTo(500);
        assertThat(AdversarialLoss.CROSS_ENTROPY.gradient(logits, true).toArray())
                .containsExactly(new double[] {0, -0.5}, within(0.0));
    }

    private static void compare(DoubleTensor point, DoubleTensor gradient, ToDoubleFunction<DoubleTensor> loss) {
        for (int i = 0; i < point.size(); i++) {
            double expected = (loss.applyAsDouble(moved(point, i, STEP)) - loss.applyAsDouble(moved(point, i, -STEP)))
                    / (2 * STEP);
            assertThat(gradient.at(i)).isCloseTo(expected, within(1e-8));
        }
    }

    private static DoubleTensor moved(DoubleTensor point, int position, double by) {
        double[] values = point.toArray();
        values[position] += by;
        return DoubleTensor.adopt(values, point.shape());
    }

    private static DoubleTensor logits(int... shape) {
        var random = new CounterRandom(4, 0);
        double[] values = new double[Math.toIntExact(DoubleTensor.elements(shape))];
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * random.gaussian(i);
        }
        return DoubleTensor.adopt(values, shape);
    }
}
