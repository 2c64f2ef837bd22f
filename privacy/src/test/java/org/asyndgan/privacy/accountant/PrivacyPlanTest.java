package org.asyndgan.privacy.accountant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrivacyPlanTest {

    private final PrivacyPlan plan = new PrivacyPlan(8 / 500.0, 3, 1e-5);

    @Test
    void findsTheLeastNoiseThatSoManyStepsCanAfford() {
        double noise = plan.noiseFor(10_000).orElseThrow();

        assertThat(plan.spent(noise, 10_000)).isLessThanOrEqualTo(3);
        assertThat(plan.spent(noise - 0.01, 10_000)).isGreaterThan(3);
    }

    @Test
    void findsTheStepsThatABudgetAllows() {
        long steps = plan.stepsFor(4);

        assertThat(plan.spent(4, steps)).isLessThanOrEqualTo(3);
        assertThat(plan.spent(4, steps + 1)).isGreaterThan(3);
    }

    @Test
    void hasNoNoiseForABudgetThatNothingCanMeet() {
        assertThat(new PrivacyPlan(1, 1e-9, 1e-9).noiseFor(1_000_000)).isEmpty();
    }

    @Test
    void hasNoStepWhereASingleOneIsTooMuch() {
        assertThat(new PrivacyPlan(1, 0.1, 1e-5).stepsFor(1)).isZero();
    }
}
