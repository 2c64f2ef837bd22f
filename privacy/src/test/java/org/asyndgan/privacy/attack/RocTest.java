package org.asyndgan.privacy.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;

class RocTest {

    /** Of 9 pairs, 3 > 1, 3 > 2, 2 > 1, 5 > 1, 5 > 2, 5 > 4 are won, 2 = 2 is half, 3 and 2 against 4 are lost: 6.5 / 9. */
    @Test
    void areaIsTheShareOfPairsWon() {
        Roc roc = Roc.of(new double[] {3, 2, 5}, new double[] {1, 2, 4});

        assertThat(roc.auc().value()).isCloseTo(6.5 / 9, within(1e-12));
    }

    /** Placements of members 2/3, 1.5/3, 1 and of others 0, 0.5/3, 2/3: variances 0.0648 and 0.1204, each over 3. */
    @Test
    void intervalIsDeLongs() {
        Roc.Estimate auc =
                Roc.of(new double[] {3, 2, 5}, new double[] {1, 2, 4}).auc();

        assertThat((auc.value() - auc.low()) / 1.959964).isCloseTo(Math.sqrt((0.064815 + 0.120370) / 3), within(1e-4));
        assertThat(auc.high()).isEqualTo(1);
    }

    @Test
    void countsMembersAboveTheHighestOthers() {
        double[] others = new double[100];
        for (int i = 0; i < 100; i++) {
            others[i] = i;
        }
        double[] members = {98.5, 99.5, 100, 3};

        // One false alarm is allowed: above 98.
        Roc.Estimate found = Roc.of(members, others).truePositives(0.01);
        assertThat(found.value()).isEqualTo(0.75);
        // Clopper and Pearson for 3 of 4: 0.1941 to 0.9937.
        assertThat(found.low()).isCloseTo(0.1941, within(1e-4));
        assertThat(found.high()).isCloseTo(0.9937, within(1e-4));
    }

    @Test
    void curveGoesFromNobodyToEverybody() {
        assertThat(Roc.of(new double[] {3, 2}, new double[] {1, 2}).points())
                .containsExactly(
                        new Roc.Point(0, 0), new Roc.Point(0, 0.5), new Roc.Point(0.5, 1), new Roc.Point(1, 1));
    }

    /** Two normals μ apart have area Φ(μ / √2); 400 intervals of 95 % hold it 380 times but for four deviations of 4.4. */
    @Test
    void intervalsHoldTheTruthAsOftenAsTheySay() {
        RandomGenerator random = new SplittableRandom(4);
        double truth = 0.5 * (1 + Erf.erf(0.5));
        int held = 0;
        for (int trial = 0; trial < 400; trial++) {
            Roc.Estimate auc = Roc.of(draw(random, 1), draw(random, 0)).auc();
            held += auc.low() <= truth && truth <= auc.high() ? 1 : 0;
        }
        assertThat(held).isBetween(362, 398);
    }

    private static double[] draw(RandomGenerator random, double mean) {
        double[] numbers = new double[60];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = mean + random.nextGaussian();
        }
        return numbers;
    }
}
