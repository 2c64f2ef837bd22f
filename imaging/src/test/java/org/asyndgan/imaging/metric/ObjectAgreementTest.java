package org.asyndgan.imaging.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ObjectAgreementTest {

    @Test
    void isFullForEqualMasksAndForNone() {
        boolean[] mask = Masks.mask("11..1");

        assertThat(ObjectAgreement.of(mask, mask, 1, 5, 0)).isEqualTo(new ObjectAgreement(1, 1));
        assertThat(ObjectAgreement.of(new boolean[5], new boolean[5], 1, 5, 0)).isEqualTo(new ObjectAgreement(1, 1));
    }

    @Test
    void countsPartnerlessObjectsOnBothSides() {
        // Truth: A of 4 pixels, B of 2. Prediction: P covers 3 of A and 1 beyond, Q of 2 covers nothing.
        boolean[] truth = Masks.mask("1111...11....");
        boolean[] found = Masks.mask(".1111......11");

        ObjectAgreement agreement = ObjectAgreement.of(truth, found, 1, 13, 0);

        // Dice(A, P) = 2 · 3 / (4 + 4) = 0.75. Truth side 4/6 · 0.75 = 0.5, prediction side alike.
        assertThat(agreement.objectDice()).isCloseTo(0.5, within(1e-12));
        // Intersection 3; union |A ∪ P| = 5, plus B alone 2, plus Q unused 2.
        assertThat(agreement.aggregatedJaccard()).isCloseTo(3.0 / 9, within(1e-12));
    }

    @Test
    void leavesSmallObjectsOut() {
        boolean[] truth = Masks.mask("111..1");
        boolean[] found = Masks.mask("111...");

        assertThat(ObjectAgreement.of(truth, found, 1, 6, 2)).isEqualTo(new ObjectAgreement(1, 1));
    }

    @Test
    void isZeroWhereNothingWasFound() {
        assertThat(ObjectAgreement.of(Masks.mask("11.."), new boolean[4], 1, 4, 0))
                .isEqualTo(new ObjectAgreement(0, 0));
    }
}
