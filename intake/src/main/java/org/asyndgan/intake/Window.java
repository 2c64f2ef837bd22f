package org.asyndgan.intake;

import java.util.Arrays;
import java.util.Locale;

/**
 * The intensities that become black and white.
 *
 * <p>Low and high are the 0.5th and the 99.5th percentile of what was measured. What is no number takes no part, nor does
 * the background: the lowest value, if at least half of the pixels at the edges of the slices have exactly it. It is
 * counted after all where otherwise more than a fiftieth of the rest would be as black as it, as in drawn phantoms.
 *
 * @param low becomes black
 * @param high becomes white
 * @param floor the lowest value that was measured, background included
 * @param background the value that took no part; NaN if there is none
 */
record Window(float low, float high, float floor, float background) {

    private static final double LOW = 0.005;
    private static final double HIGH = 0.995;
    private static final double OF_EDGE = 0.5;
    private static final double BLACK = 0.02;
    private static final int CEILING = 65535;

    /** @param slices [slices][channels · height · width], NaN where nothing was measured */
    static Window of(int height, int width, float[]... slices) {
        float[] sorted = measured(slices);
        if (sorted.length == 0) {
            return new Window(Float.NaN, Float.NaN, Float.NaN, Float.NaN);
        }
        float floor = sorted[0];
        if (isBackground(floor, height, width, slices)) {
            int from = above(sorted, floor);
            float low = from < sorted.length ? quantile(sorted, from, LOW) : floor;
            boolean isRest = above(sorted, low) - from <= BLACK * (sorted.length - from);
            if (low > floor && isRest) {
                return new Window(low, quantile(sorted, from, HIGH), floor, floor);
            }
        }
        return new Window(quantile(sorted, 0, LOW), quantile(sorted, 0, HIGH), floor, Float.NaN);
    }

    private static float[] measured(float[]... slices) {
        float[] all =
                new float[Arrays.stream(slices).mapToInt(slice -> slice.length).sum()];
        int count = 0;
        for (float[] slice : slices) {
            for (float value : slice) {
                if (Float.isFinite(value)) {
                    all[count++] = value;
                }
            }
        }
        float[] measured = count == all.length ? all : Arrays.copyOf(all, count);
        Arrays.sort(measured);
        return measured;
    }

    private static boolean isBackground(float value, int height, int width, float[]... slices) {
        long edge = 0;
        long same = 0;
        for (float[] slice : slices) {
            for (int p = 0; p < slice.length; p++) {
                int y = p / width % height;
                int x = p % width;
                if ((y == 0 || x == 0 || y == height - 1 || x == width - 1) && Float.isFinite(slice[p])) {
                    edge++;
                    same += slice[p] == value ? 1 : 0;
                }
            }
        }
        return edge > 0 && same >= OF_EDGE * edge;
    }

    /** The first place of a value above another. */
    private static int above(float[] sorted, float value) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] > value) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from;
    }

    private static float quantile(float[] sorted, int from, double part) {
        double at = part * (sorted.length - 1 - from);
        return sorted[from + (int) (part < OF_EDGE ? Math.floor(at) : Math.ceil(at))];
    }

    /** Whether it tells anything apart. */
    boolean hasContrast() {
        return high > low;
    }

    /** 0 … 65535; 0 for what is no number. */
    int level(float value) {
        if (!Float.isFinite(value)) {
            return 0;
        }
        double unit = ((double) value - low) / ((double) high - low);
        return (int) Math.round(CEILING * Math.max(0, Math.min(1, unit)));
    }

    /** The value that lies a part of the way from the lowest to white. */
    float above(double part) {
        return (float) (floor + part * (high - floor));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s to %s", low, high)
                + (Float.isNaN(background) ? "" : ", without the background of " + background);
    }
}
