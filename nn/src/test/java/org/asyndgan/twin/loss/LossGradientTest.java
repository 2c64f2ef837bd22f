package org.asyndgan.twin.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
