package org.asyndgan.privacy.accountant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttackCeilingTest {

    @ParameterizedTest
    @CsvSource({"3, .694, .054", "8, .881, .255"})
    void isThatOfTheGaussianMechanism(double epsilon, double auc, double truePositives) {
        AttackCeiling ceiling = AttackCeiling.of(epsilon, 1e-5);

        assertThat(ceiling.auc()).isCloseTo(auc, within(5e-4));
        assertThat(ceiling.truePositives(0.01)).isCloseTo(truePositives, within(5e-4));
    }

    /** μ = 1: δ(1) = Φ(-1/2) - e Φ(-3/2) = 0.126936, AUC = Φ(0.707107) = 0.760250. */
    @Test
    void ofOneStandardDeviation() {
        AttackCeiling ceiling = AttackCeiling.of(1, 0.126936);

        assertThat(ceiling.mu()).isCloseTo(1, within(1e-5));
        assertThat(ceiling.auc()).isCloseTo(0.760250, within(1e-5));
    }

    /** e^710 is no double. */
    @ParameterizedTest
    @ValueSource(doubles = {700, 710, 1e6, Double.POSITIVE_INFINITY})
    void ofAnEpsilonThatPromisesNothingIsThatEveryoneIsFound(double epsilon) {
        AttackCeiling ceiling = AttackCeiling.of(epsilon, 1e-5);

        assertThat(ceiling.auc()).isEqualTo(1);
        assertThat(ceiling.truePositives(0.01)).isEqualTo(1);
    }
}
