package org.asyndgan.intake.volume;

import java.util.List;

/**
 * How three axes run along three others: axis n of the first along {@link #axis} n of the second, forwards or backwards.
 *
 * <p>Immutable.
 */
public final class AxisOrder {

    private static final List<int[]> PERMUTATIONS = List.of(
            new int[] {0, 1, 2},
            new int[] {0, 2, 1},
            new int[] {1, 0, 2},
            new int[] {1, 2, 0},
            new int[] {2, 0, 1},
            new int[] {2, 1, 0});

    private final int[] axes;
    private final boolean[] isReversed;

    /**
     * @param axes [3], each of 0, 1, 2 once
     * @param isReversed [3]
     */
    public AxisOrder(int[] axes, boolean[] isReversed) {
        this.axes = axes.clone();
        this.isReversed = isReversed.clone();
    }

    /**
     * The order in which directions are nearest to others.
     *
     * @param these [3][3], directions of any length but 0
     * @param those [3][3], likewise
     */
    static AxisOrder nearest(double[][] these, double[][] those) {
        int[] best = PERMUTATIONS.get(0);
        double most = -1;
        for (int[] axes : PERMUTATIONS) {
            double sum = 0;
            for (int n = 0; n < axes.length; n++) {
                sum += Math.abs(Vector.cosine(these[n], those[axes[n]]));
            }
            // By more than rounding, so that a volume turned by 45 degrees is put the same way on every machine
            if (sum > most + 1e-9) {
                most = sum;
                best = axes;
            }
        }
        boolean[] isReversed = new boolean[best.length];
        for (int n = 0; n < best.length; n++) {
            isReversed[n] = Vector.dot(these[n], those[best[n]]) < 0;
        }
        return new AxisOrder(best, isReversed);
    }

    /** From the first axes to third ones, given how the second run along them. */
    public AxisOrder then(AxisOrder next) {
        int[] through = new int[axes.length];
        boolean[] turned = new boolean[axes.length];
        for (int n = 0; n < axes.length; n++) {
            through[n] = next.axes[axes[n]];
            turned[n] = isReversed[n] != next.isReversed[axes[n]];
        }
        return new AxisOrder(through, turned);
    }

    /** From the second axes back to the first. */
    AxisOrder inverse() {
        int[] back = new int[axes.length];
        boolean[] turned = new boolean[axes.length];
        for (int n = 0; n < axes.length; n++) {
            back[axes[n]] = n;
            turned[axes[n]] = isReversed[n];
        }
        return new AxisOrder(back, turned);
    }

    public int axis(int n) {
        return axes[n];
    }

    boolean isReversed(int n) {
        return isReversed[n];
    }

    public boolean isStraight() {
        for (int n = 0; n < axes.length; n++) {
            if (axes[n] != n || isReversed[n]) {
                return false;
            }
        }
        return true;
    }
}
