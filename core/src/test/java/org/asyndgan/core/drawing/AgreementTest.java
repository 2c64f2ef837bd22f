package org.asyndgan.core.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.asyndgan.core.protocol.SiteId;
import org.junit.jupiter.api.Test;

class AgreementTest {

    static final SiteId MERCY = new SiteId("mercy");
    static final SiteId ST_MARY = new SiteId("st-mary");
    static final SiteId TRINITY = new SiteId("trinity");
    static final Set<SiteId> ALL = Set.of(MERCY, ST_MARY, TRINITY);

    final Agreement agreement = new Agreement();

    @Test
    void isTheCosineToWhatTheOthersAddedTogether() {
        agreement.take(Map.of(MERCY, new float[] {1, 0}, ST_MARY, new float[] {0, 2}), ALL);
        agreement.take(Map.of(TRINITY, new float[] {-3, 0}), ALL);

        // (1, 0) to (-3, 2): -3 / sqrt(13); (0, 2) to (-2, 0): 0; (-3, 0) to (1, 2): -3 / (3 sqrt(5)).
        assertThat(agreement.of(MERCY).orElseThrow()).isCloseTo(-3 / Math.sqrt(13), within(1e-12));
        assertThat(agreement.of(ST_MARY).orElseThrow()).isZero();
        assertThat(agreement.of(TRINITY).orElseThrow()).isCloseTo(-1 / Math.sqrt(5), within(1e-12));
    }

    @Test
    void isNothingForWhoIsAlone() {
        agreement.take(Map.of(MERCY, new float[] {1, 0}, ST_MARY, new float[] {0, 2}), ALL);
        agreement.take(Map.of(MERCY, new float[] {1, 0}), Set.of(MERCY));

        assertThat(agreement.of(MERCY)).isEmpty();
        assertThat(agreement.of(ST_MARY)).isEmpty();
    }

    /** Gradients of the paper's size in kind: longer than what is kept of them. */
    @Test
    void isNearTheCosineWhereGradientsAreLong() {
        SplittableRandom random = new SplittableRandom(1);
        float[] common = numbers(random);
        float[] one = numbers(random);
        float[] other = numbers(random);
        for (int p = 0; p < common.length; p++) {
            one[p] += common[p];
            other[p] -= common[p];
        }
        agreement.take(Map.of(MERCY, one, ST_MARY, other), ALL);

        // (c + a) to (b - c) with a, b and c alike in length and unlike in direction: -1 / 2.
        assertThat(agreement.of(MERCY).orElseThrow()).isCloseTo(-0.5, within(0.05));
        assertThat(agreement.of(ST_MARY).orElseThrow()).isCloseTo(-0.5, within(0.05));
    }

    private static float[] numbers(SplittableRandom random) {
        float[] numbers = new float[50 * Agreement.LENGTH + 7];
        for (int p = 0; p < numbers.length; p++) {
            numbers[p] = (float) random.nextGaussian();
        }
        return numbers;
    }
}
