package org.asyndgan.privacy.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DensityRatioTest {

    private static final int COUNT = 200;
    private static final int SIZE = 6;

    private static final List<double[]> MEMBERS = points(1, COUNT);
    private static final List<double[]> OTHERS = points(2, COUNT);
    private static final List<double[]> REFERENCE = points(3, COUNT);

    @Test
    void findsTheMembersThatAGeneratorDrawsAgain() {
        SplittableRandom random = new SplittableRandom(4);
        List<double[]> copies = MEMBERS.stream()
                .map(member -> {
                    double[] near = member.clone();
                    for (int i = 0; i < near.length; i++) {
                        near[i] += 0.05 * random.nextGaussian();
                    }
                    return near;
                })
                .toList();

        Roc.Estimate auc = roc(DensityRatio.of(copies, REFERENCE)).auc();

        assertThat(auc.low()).isGreaterThan(0.6);
    }

    @Test
    void findsNobodyWhereTheGeneratorDrawsWhatOthersLookLikeToo() {
        Roc.Estimate auc = roc(DensityRatio.of(points(5, COUNT), REFERENCE)).auc();

        assertThat(auc.low()).isLessThan(0.5);
        assertThat(auc.high()).isGreaterThan(0.5);
    }

    /** Points 0 and 2 against points 3 and 5, by hand: kernels of Scott's bandwidth, two on each side. */
    @Test
    void isTheRatioOfTwoSumsOfKernels() {
        DensityRatio ratio = DensityRatio.of(
                List.of(new double[] {0}, new double[] {2}), List.of(new double[] {3}, new double[] {5}));

        double h = Math.sqrt(2) * Math.pow(2, -0.2);
        assertThat(ratio.log(new double[] {1}))
                .isCloseTo(Math.log(2 * kernel(1 / h)) - Math.log(kernel(2 / h) + kernel(4 / h)), within(1e-9));
    }

    private static double kernel(double apart) {
        return Math.exp(-apart * apart / 2);
    }

    private static Roc roc(DensityRatio ratio) {
        return Roc.of(scores(ratio, MEMBERS), scores(ratio, OTHERS));
    }

    private static double[] scores(DensityRatio ratio, List<double[]> points) {
        return points.stream().mapToDouble(ratio::log).toArray();
    }

    private static List<double[]> points(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] point = new double[SIZE];
            for (int k = 0; k < SIZE; k++) {
                point[k] = (k + 1) * random.nextGaussian();
            }
            points.add(point);
        }
        return points;
    }
}
