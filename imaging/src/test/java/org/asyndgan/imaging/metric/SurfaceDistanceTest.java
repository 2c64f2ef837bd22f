package org.asyndgan.imaging.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SurfaceDistanceTest {

    @Test
    void isZeroForEqualMasks() {
        boolean[] mask = Masks.mask(".11.", ".11.", "....");

        assertThat(SurfaceDistance.hausdorff95(mask, mask, 3, 4)).isZero();
    }

    @Test
    void isTheDistanceBetweenTwoPixels() {
        // 3 columns and 4 rows apart.
        boolean[] first = Masks.mask("1....", ".....", ".....", ".....", ".....");
        boolean[] second = Masks.mask(".....", ".....", ".....", ".....", "...1.");

        assertThat(SurfaceDistance.hausdorff95(first, second, 5, 5)).isEqualTo(5);
    }

    @Test
    void takesThe95thPercentileOfTheWorseDirection() {
        // Every pixel of a one-pixel line is outline. From the pair to the single pixel: 0 and 10; from
        // there to the pair: 0. Place 0.95 · (2 - 1) between 0 and 10: 9.5.
        boolean[] pair = Masks.mask("1.........1");
        boolean[] single = Masks.mask("1..........");

        assertThat(SurfaceDistance.hausdorff95(pair, single, 1, 11)).isCloseTo(9.5, within(1e-12));
        assertThat(SurfaceDistance.hausdorff95(single, pair, 1, 11)).isCloseTo(9.5, within(1e-12));
    }

    @Test
    void looksAtOutlinesAlone() {
        // A filled 5 x 5 square and the same with a hole: the hole's rim is 4 pixels, each 1 away from
        // the middle; the outer rim is 16 pixels at 0. From the holed outline: 20 distances, the rim's
        // 4 are 1 away from the outer outline. Place 0.95 · 19 = 18.05 lies among the ones.
        boolean[] full = Masks.mask("11111", "11111", "11111", "11111", "11111");
        boolean[] holed = Masks.mask("11111", "11111", "11.11", "11111", "11111");

        assertThat(SurfaceDistance.hausdorff95(full, holed, 5, 5)).isEqualTo(1);
    }

    @Test
    void isZeroWhereThereIsNothingAndNothingWasFound() {
        boolean[] none = new boolean[12];

        assertThat(SurfaceDistance.hausdorff95(none, none, 3, 4)).isZero();
    }

    @Test
    void isTheDiagonalWhereOneMaskIsEmpty() {
        boolean[] none = new boolean[12];

        // sqrt(3² + 4²)
        assertThat(SurfaceDistance.hausdorff95(Masks.mask("....", ".1..", "...."), none, 3, 4))
                .isEqualTo(5);
    }
}
