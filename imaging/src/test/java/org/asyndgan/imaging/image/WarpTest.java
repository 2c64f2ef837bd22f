package org.asyndgan.imaging.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

class WarpTest {

    private static final FloatTensor IMAGE = FloatTensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 3, 3);
    private static final LabelMap LABELS = LabelMap.of(3, 3, 10, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});

    @Test
    void leavesAllInPlaceWithoutAMove() {
        Warp none = new Warp(3, 3, 0, 1, 0, 0);

        assertThat(none.of(IMAGE)).isEqualTo(IMAGE);
        assertThat(none.of(LABELS)).isEqualTo(LABELS);
    }

    @Test
    void shiftsDownAndRightAndShowsTheMirrorImageBeyondTheBorder() {
        Warp shift = new Warp(3, 3, 0, 1, 1, 1);

        // Row 0 shows row -1, which mirrors row 1; the same of columns.
        assertThat(shift.of(LABELS).toArray()).containsExactly(5, 4, 5, 2, 1, 2, 5, 4, 5);
        assertThat(shift.of(IMAGE).toArray()).containsExactly(5, 4, 5, 2, 1, 2, 5, 4, 5);
    }

    @Test
    void readsImagesBetweenPixelsAndLabelsAtTheNearest() {
        Warp shift = new Warp(3, 3, 0, 1, 0, -0.25);

        // Column 0 is read at 0.25: 1 · 0.75 + 2 · 0.25; column 2 at 2.25, between 3 and its mirror image 2.
        assertThat(shift.of(IMAGE).at(0)).isCloseTo(1.25f, within(1e-6f));
        assertThat(shift.of(IMAGE).at(2)).isCloseTo(2.75f, within(1e-6f));
        assertThat(shift.of(LABELS)).isEqualTo(LABELS);
    }

    @Test
    void turnsCounterClockwiseAboutTheMiddle() {
        Warp quarter = new Warp(3, 3, Math.PI / 2, 1, 0, 0);

        assertThat(quarter.of(LABELS).toArray()).containsExactly(3, 6, 9, 2, 5, 8, 1, 4, 7);
    }

    @Test
    void enlargesAboutTheMiddle() {
        Warp twice = new Warp(3, 3, 0, 2, 0, 0);

        // The corner is read half a pixel from the middle: the mean of 1, 2, 4 and 5.
        assertThat(twice.of(IMAGE).at(0)).isCloseTo(3, within(1e-6f));
        assertThat(twice.of(IMAGE).at(4)).isCloseTo(5, within(1e-6f));
    }

    @Test
    void displacesSmoothlyAndByTheDeviationAskedFor() {
        int side = 31;
        double squares = 0;
        int measured = 0;
        for (int seed = 0; seed < 60; seed++) {
            Warp elastic = new Warp(side, side, 0, 1, 0, 0);
            elastic.displace(0.5, new SplittableRandom(seed));
            FloatTensor moved = elastic.of(ramp(side));
            for (int i = 10 * side; i < 21 * side; i++) {
                int column = i % side;
                if (column > 5 && column < side - 6) {
                    double displacement = moved.at(i) - column;
                    squares += displacement * displacement;
                    measured++;
                    // A twentieth of a grid cell on, the displacement is nearly the same.
                    assertThat(Math.abs(moved.at(i + 1) - moved.at(i) - 1)).isLessThan(0.5f);
                }
            }
        }
        // Between points of the grid interpolation takes up to two thirds of the deviation away.
        assertThat(Math.sqrt(squares / measured)).isBetween(0.25, 0.6);
    }

    /** Each pixel its column. */
    private static FloatTensor ramp(int side) {
        float[] values = new float[side * side];
        for (int p = 0; p < values.length; p++) {
            values[p] = p % side;
        }
        return FloatTensor.adopt(values, 1, side, side);
    }
}
