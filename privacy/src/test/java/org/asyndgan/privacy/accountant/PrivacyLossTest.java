package org.asyndgan.privacy.accountant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against what the tests of Google's dp_accounting and of Opacus hold. */
class PrivacyLossTest {

    @ParameterizedTest
    @CsvSource({
        ".04, 1.5, 2249, 1e-5, 6.76704, 1e-4",
        ".01, .7, 120, 1e-5, 2.4612381, 3e-6",
        "1, .7, 2, 1e-5, 10.1224946, 2e-5",
        ".0064, 1.0, 782, 1e-6, 1.19865, 5e-6",
        ".004266666666666667, 1.1, 14062, 1e-5, 2.3816, 5e-5",
        ".01, 4, 10000, 1e-5, .94687, 5e-6",
        ".0008, 1.0, 1000, 1e-5, .12, 5e-3"
    })
    void findsTheEpsilonOfOthers(double rate, double noise, long steps, double delta, double value, double tolerance) {
        double epsilon =
                PrivacyLoss.of(new SubsampledGaussian(rate, noise), steps).epsilon(delta);

        assertThat(epsilon).isCloseTo(value, within(tolerance));
    }

    /** Their grids are wider, and so their bounds, which lie above the truth as ours do. */
    @ParameterizedTest
    @CsvSource({".0025, 1.3, 6000, 1e-5, .640111", ".001, 1.0, 30000, 1e-7, 1.098198"})
    void isUnderTheBoundsOfWiderGridsByLessThanATenthOfAPercent(
            double rate, double noise, long steps, double delta, double value) {
        double epsilon =
                PrivacyLoss.of(new SubsampledGaussian(rate, noise), steps).epsilon(delta);

        assertThat(epsilon).isBetween(value * 0.999, value);
    }

    @Test
    void isUnderTheUpperBoundOfThePrivacyRandomVariableAccountant() {
        assertThat(PrivacyLoss.of(new SubsampledGaussian(.04, 1.5), 2249).epsilon(1e-5))
                .isLessThan(6.777395712);
    }

    @Test
    void deltaOfThreeSubsampledSteps() {
        assertThat(PrivacyLoss.of(new SubsampledGaussian(.2, .5), 3).delta(1)).isCloseTo(.15594, within(1e-5));
    }

    /** μ = √3/√3 = 1: δ(1) = Φ(-1/2) - e Φ(-3/2) = 0.308538 - 2.718282 · 0.066807 = 0.126936. */
    @Test
    void deltaOfTheGaussianMechanismAsItsFormulaHasIt() {
        assertThat(PrivacyLoss.of(new SubsampledGaussian(1, Math.sqrt(3)), 3).delta(1))
                .isCloseTo(.126936, within(2e-6));
    }

    @ParameterizedTest
    @CsvSource({
        "100, 4, 1000, 1, 8.49",
        "100, 4, 1000, 2, 2.87",
        "100, 4, 1000, 4, 1.24",
        "100, 4, 1000, 8, .57",
        "100, 8, 10000, 2, 26.5",
        "100, 8, 10000, 4, 10.2",
        "100, 8, 10000, 8, 4.41",
        "500, 8, 1000, 1, 3.05",
        "500, 8, 1000, 2, 1.04",
        "500, 8, 1000, 4, .45",
        "500, 8, 1000, 8, .21",
        "500, 8, 10000, 1, 10.8",
        "500, 8, 10000, 2, 3.68",
        "500, 8, 10000, 4, 1.59",
        "500, 8, 10000, 8, .73",
        "500, 8, 30000, 1, 21.5",
        "500, 8, 30000, 2, 6.96",
        "500, 8, 30000, 4, 2.94",
        "500, 8, 30000, 8, 1.33",
        "5000, 8, 10000, 1, .80",
        "5000, 8, 10000, 2, .29",
        "5000, 8, 10000, 4, .13",
        "5000, 8, 10000, 8, .06",
        "5000, 16, 30000, 1, 3.10",
        "5000, 16, 30000, 2, 1.12",
        "5000, 16, 30000, 4, .50",
        "5000, 16, 30000, 8, .23",
        "16, 4, 1000, 4, 10.1",
        "16, 4, 1000, 8, 4.4",
        "16, 4, 1000, 16, 2.0",
        "45, 4, 1000, 4, 3.0",
        "45, 4, 1000, 8, 1.4",
        "45, 4, 1000, 16, .63",
        "45, 4, 10000, 4, 11.7",
        "45, 4, 10000, 8, 5.0",
        "45, 4, 10000, 16, 2.3"
    })
    void settingsOfSitesOfOurSize(double units, double batch, long steps, double noise, BigDecimal table) {
        var step = new SubsampledGaussian(batch / units, noise);

        double epsilon = PrivacyLoss.of(step, steps).epsilon(1e-5);

        assertThat(epsilon)
                .isCloseTo(table.doubleValue(), within(0.56 * table.ulp().doubleValue()))
                .isLessThan(RenyiBudget.NONE.plus(step, steps).epsilon(1e-5).value());
    }

    /** 500 images, 8 a step, sigma 4, 10,000 steps, and patients with as many images. */
    @ParameterizedTest
    @CsvSource({"1, 1.6", "5, 10.3", "10, 25"})
    void ofAllImagesOfAPatientWhereImagesAreTheUnits(int images, BigDecimal table) {
        assertThat(PrivacyLoss.ofGroup(new SubsampledGaussian(8 / 500.0, 4), 10_000, images)
                        .epsilon(1e-5))
                .isCloseTo(table.doubleValue(), within(0.56 * table.ulp().doubleValue()));
    }

    @Test
    void epsilonAndDeltaAreEachOthersInverse() {
        PrivacyLoss loss = PrivacyLoss.of(new SubsampledGaussian(.05, 1.2), 500);

        assertThat(loss.delta(loss.epsilon(1e-6))).isCloseTo(1e-6, within(1e-10));
    }
}
