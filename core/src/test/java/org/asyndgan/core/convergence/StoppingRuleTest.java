package org.asyndgan.core.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StoppingRuleTest {

    @Test
    void goesOnWhileTheMasksAreSeenMoreClearlyFromThirdToThird() {
        assertThat(StoppingRule.isConverged(looks(100, step -> 2 + step / 50.0)))
                .isFalse();
    }

    @Test
    void stopsOnceTheyAreNot() {
        DoubleUnaryOperator saturating = step -> Math.min(4, 1 + step / 10.0);

        assertThat(StoppingRule.isConverged(looks(45, saturating))).isFalse();
        assertThat(StoppingRule.isConverged(looks(120, saturating))).isTrue();
    }

    /** As little as 5 % from a third to the next counts, however long it takes. */
    @Test
    void hasAsMuchPatienceAsTheRunHasHadSteps() {
        DoubleUnaryOperator slow = step -> 2 + Math.log1p(step);

        assertThat(StoppingRule.isConverged(looks(100, slow))).isFalse();
        assertThat(StoppingRule.isConverged(looks(500, slow))).isFalse();
        assertThat(StoppingRule.isConverged(looks(50_000, step -> 2 + 0.1 * Math.log1p(step))))
                .isTrue();
    }

    @Test
    void stopsWhereTheImagesGetWorse() {
        assertThat(StoppingRule.isConverged(looks(90, step -> 5 - step / 50.0))).isTrue();
    }

    @Test
    void goesOnWhileTheMasksOfASiteCannotBeSeen() {
        List<Look> looks = LongStream.rangeClosed(1, 100)
                .mapToObj(step -> new Look(step, OptionalDouble.empty(), Map.of("east", 4.0, "west", 0.9)))
                .toList();

        assertThat(StoppingRule.isConverged(looks)).isFalse();
    }

    @Test
    void saysNothingOfTooFewLooks() {
        assertThat(StoppingRule.isConverged(List.of())).isFalse();
        assertThat(StoppingRule.isConverged(looks(7, step -> 4))).isFalse();
        assertThat(StoppingRule.isConverged(looks(8, step -> 4))).isTrue();
    }

    private static List<Look> looks(long count, DoubleUnaryOperator contrast) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(step ->
                        new Look(step, OptionalDouble.empty(), Map.of("east", contrast.applyAsDouble((double) step))))
                .toList();
    }
}
