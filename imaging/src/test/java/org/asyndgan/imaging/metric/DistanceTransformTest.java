package org.asyndgan.imaging.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistanceTransformTest {

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 40, 2", "40, 1, 2", "17, 23, 1", "17, 23, 9", "24, 24, 200", "31, 19, 589"})
    void agreesWithTryingEveryPixel(int height, int width, int marks) {
        for (int seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            boolean[] marked = new boolean[height * width];
            for (int i = 0; i < marks; i++) {
                marked[random.nextInt(marked.length)] = true;
            }

            assertThat(DistanceTransform.squared(marked, height, width))
                    .as("seed %d", seed)
                    .isEqualTo(byTryingEveryPixel(marked, width));
        }
    }

    private static double[] byTryingEveryPixel(boolean[] marked, int width) {
        double[] squared = new double[marked.length];
        for (int p = 0; p < marked.length; p++) {
            double best = Double.POSITIVE_INFINITY;
            for (int q = 0; q < marked.length; q++) {
                int dy = p / width - q / width;
                int dx = p % width - q % width;
                best = marked[q] ? Math.min(best, dy * dy + dx * dx) : best;
            }
            squared[p] = best;
        }
        return squared;
    }
}
