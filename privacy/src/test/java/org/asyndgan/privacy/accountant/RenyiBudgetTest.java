package org.asyndgan.privacy.accountant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Against what other accountants print: the tests of Opacus and TensorFlow Privacy, and the latter's tutorial.
 *
 * <p>Where these look at orders between the integers too, their ε can be a little less: then {@link RenyiIntegral} must
 * find theirs at their orders, and ours at the integers.
 */
class RenyiBudgetTest {

    @ParameterizedTest
    @CsvSource({
        ".04, 1.5, 2250, 1e-5, 7.329877, 4, 1e-6",
        ".0025, 1.3, 6000, 1e-5, .7242234026, 19, 1e-10",
        ".001, 1.0, 30000, 1e-7, 1.4154988495, 13, 1e-10",
        ".01, 4, 10000, 1e-5, 1.03549, 17, 5e-6"
    })
    void findsTheEpsilonOfOthersWhoseBestOrderIsAnInteger(
            double rate, double noise, long steps, double delta, double value, int order, double tolerance) {
        RenyiEpsilon epsilon = spent(rate, noise, steps).epsilon(delta);

        assertThat(epsilon.value()).isCloseTo(value, within(tolerance));
        assertThat(epsilon.order()).isEqualTo(order);
    }

    @ParameterizedTest
    @CsvSource({
        ".04, 1.5, 2250, 1e-5, 7.32911, 5e-6",
        ".01, .7, 120, 1e-5, 3.2392676, 1e-4",
        "1, .7, 2, 1e-5, 10.8602036, 1e-7",
        ".0064, 1.0, 782, 1e-6, 1.61639, 5e-6",
        ".004266666666666667, 1.1, 14062, 1e-5, 2.59656, 5e-6"
    })
    void isAtMostALittleOverOthersThatLookBetweenTheIntegersToo(
            double rate, double noise, long steps, double delta, double value, double tolerance) {
        var step = new SubsampledGaussian(rate, noise);
        double own = spent(rate, noise, steps).epsilon(delta).value();

        assertThat(RenyiIntegral.epsilon(step, steps, delta, RenyiIntegral.tenths()))
                .isCloseTo(value, within(tolerance));
        assertThat(own)
                .isCloseTo(RenyiIntegral.epsilon(step, steps, delta, RenyiIntegral.integers()), within(1e-9))
                .isBetween(value, value * 1.05);
    }

    @ParameterizedTest
    @CsvSource({"1.1, 14062, 3.00827, 5e-6", "1.3, 3515, 1.19213, 5e-6", ".7, 10546, 7.10126, 1e-3"})
    void classicConversionOfTheTutorialOnMnist(double noise, long steps, double value, double tolerance) {
        var step = new SubsampledGaussian(256 / 60_000.0, noise);
        double own = RenyiBudget.NONE.plus(step, steps).classicEpsilon(1e-5).value();

        assertThat(RenyiIntegral.classicEpsilon(step, steps, 1e-5, RenyiIntegral.tenths()))
                .isCloseTo(value, within(tolerance));
        assertThat(own)
                .isCloseTo(RenyiIntegral.classicEpsilon(step, steps, 1e-5, RenyiIntegral.integers()), within(1e-9))
                .isBetween(value - 5e-6, value * 1.01);
    }

    @Test
    void classicConversionIsTheLooserOne() {
        RenyiBudget budget = spent(.01, 4, 10_000);

        assertThat(budget.classicEpsilon(1e-5).value()).isCloseTo(1.25857, within(5e-6));
        assertThat(budget.classicEpsilon(1e-5).order()).isEqualTo(20);
        assertThat(budget.epsilon(1e-5).value()).isLessThan(1.04);
    }

    @ParameterizedTest
    @CsvSource({
        "100, 4, 1000, 1, 9.30",
        "100, 4, 1000, 2, 3.13",
        "100, 4, 1000, 4, 1.35",
        "100, 4, 1000, 8, .62",
        "100, 8, 10000, 1, 115",
        "100, 8, 10000, 2, 28.3",
        "100, 8, 10000, 4, 11.0",
        "100, 8, 10000, 8, 4.76",
        "500, 8, 1000, 1, 3.40",
        "500, 8, 1000, 2, 1.14",
        "500, 8, 1000, 4, .50",
        "500, 8, 1000, 8, .23",
        "500, 8, 10000, 1, 11.7",
        "500, 8, 10000, 2, 3.99",
        "500, 8, 10000, 4, 1.73",
        "500, 8, 10000, 8, .80",
        "500, 8, 30000, 1, 23.0",
        "500, 8, 30000, 2, 7.49",
        "500, 8, 30000, 4, 3.18",
        "500, 8, 30000, 8, 1.45",
        "5000, 8, 10000, 1, 1.02",
        "5000, 8, 10000, 2, .32",
        "5000, 8, 10000, 4, .15",
        "5000, 8, 10000, 8, .07",
        "5000, 16, 30000, 1, 3.37",
        "5000, 16, 30000, 2, 1.22",
        "5000, 16, 30000, 4, .55",
        "5000, 16, 30000, 8, .25"
    })
    void settingsOfSitesOfOurSize(double units, double batch, long steps, double noise, double table) {
        var step = new SubsampledGaussian(batch / units, noise);

        double own = spent(batch / units, noise, steps).epsilon(1e-5).value();

        assertThat(own)
                .isCloseTo(RenyiIntegral.epsilon(step, steps, 1e-5, RenyiIntegral.integers()), within(own * 1e-9))
                // The table's orders were others: at most 64 for little noise, and some under 2 and between the
                // integers.
                .isBetween(table * 0.95 - 0.005, table * 1.04 + 0.005);
    }

    @Test
    void addsUpWhateverTheOrder() {
        var little = new SubsampledGaussian(.01, 4);
        var much = new SubsampledGaussian(.05, 1.5);

        RenyiBudget one = RenyiBudget.NONE.plus(little, 100).plus(much, 10).plus(little, 900);
        RenyiBudget other = RenyiBudget.NONE.plus(much, 10).plus(little, 1000);

        assertThat(one.epsilon(1e-5).value()).isCloseTo(other.epsilon(1e-5).value(), within(1e-12));
    }

    @Test
    void nothingSpentIsEpsilonNought() {
        assertThat(RenyiBudget.NONE.epsilon(1e-5).value()).isZero();
        assertThat(RenyiBudget.NONE
                        .plus(new SubsampledGaussian(.1, 1), 0)
                        .epsilon(1e-5)
                        .value())
                .isZero();
    }

    /**
     * ρ(α) = α q² / 2σ² = α · 1.25e-17 a step, less than a double tells from the 1 beside it. 2³⁹ steps at order 256: 0.00176,
     * and log(255/256) - log(256e-5)/255 = 0.01949.
     */
    @Test
    void littleIsNotNothingWhereItIsSpentOften() {
        assertThat(spent(1e-5, 2000, 1L << 39).epsilon(1e-5).value()).isCloseTo(0.02125, within(1e-5));
    }

    @Test
    void refusesWhatIsNoDelta() {
        assertThatThrownBy(() -> RenyiBudget.NONE.epsilon(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Delta 0.0 must lie between 0 and 1, such as 1e-5");
    }

    @Test
    void refusesMoreUnitsThanThereAre() {
        assertThatThrownBy(() -> new SubsampledGaussian(1.5, 1))
                .hasMessage("Sampling rate 1.5 must be above 0 and at most 1; draw at most as many units as there are");
    }

    private static RenyiBudget spent(double rate, double noise, long steps) {
        return RenyiBudget.NONE.plus(new SubsampledGaussian(rate, noise), steps);
    }
}
