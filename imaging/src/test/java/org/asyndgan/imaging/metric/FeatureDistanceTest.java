package org.asyndgan.imaging.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

class FeatureDistanceTest {

    @Test
    void isNoughtBetweenEqualSets() {
        List<double[]> features = drawn(1, 50, 0);

        assertThat(FeatureSummary.of(features).frechet(FeatureSummary.of(features)))
                .isCloseTo(0, within(1e-9));
    }

    @Test
    void isFrechetsFormulaOfIndependentFeatures() {
        // Means 0 and 3; variances 2 and 8 in the first feature, 2 and 2 in the second:
        // 3² + (√2 - √8)² = 9 + 2 = 11
        FeatureSummary one = FeatureSummary.of(cross(0, 1, 1));
        FeatureSummary other = FeatureSummary.of(cross(3, 2, 1));

        assertThat(one.frechet(other)).isCloseTo(11, within(1e-9));
        assertThat(other.frechet(one)).isCloseTo(11, within(1e-9));
    }

    /** Four points, uncorrelated; variances 2 · 3a² / (4 - 1) = 2a² and 2b². */
    private static List<double[]> cross(double centre, double a, double b) {
        double scale = Math.sqrt(3);
        return List.of(
                new double[] {centre + a * scale, 0},
                new double[] {centre - a * scale, 0},
                new double[] {centre, b * scale},
                new double[] {centre, -b * scale});
    }

    @Test
    void seesCorrelations() {
        List<double[]> along = new ArrayList<>();
        List<double[]> across = new ArrayList<>();
        for (double[] point : drawn(2, 200, 0)) {
            along.add(new double[] {point[0], point[0]});
            across.add(new double[] {point[0], -point[0]});
        }

        assertThat(FeatureSummary.of(along).frechet(FeatureSummary.of(across))).isGreaterThan(1);
    }

    @Test
    void ofTheKernelIsAboutNoughtForOneDistributionAndLargeForTwo() {
        double same = KernelDistance.of(drawn(3, 300, 0), drawn(4, 300, 0));
        double different = KernelDistance.of(drawn(3, 300, 0), drawn(4, 300, 2));

        assertThat(same).isCloseTo(0, within(0.05));
        assertThat(different).isGreaterThan(1);
    }

    @Test
    void featuresSeeImageAndMask() {
        RandomFeatures features = new RandomFeatures(1, 2);
        float[] values = new float[256];
        byte[] labels = new byte[256];
        for (int i = 100; i < 140; i++) {
            values[i] = 1;
            labels[i] = 1;
        }
        FloatTensor image = FloatTensor.of(values, 1, 16, 16);
        double[] seen = features.of(image, LabelMap.of(16, 16, 2, labels));

        assertThat(seen).hasSize(RandomFeatures.COUNT).isEqualTo(features.of(image, LabelMap.of(16, 16, 2, labels)));
        assertThat(seen).isNotEqualTo(features.of(image, LabelMap.of(16, 16, 2, new byte[256])));
        assertThat(seen).isNotEqualTo(features.of(FloatTensor.zeros(1, 16, 16), LabelMap.of(16, 16, 2, labels)));
    }

    private static List<double[]> drawn(long seed, int count, double centre) {
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            points.add(new double[] {centre + random.nextGaussian(), random.nextGaussian()});
        }
        return points;
    }
}
