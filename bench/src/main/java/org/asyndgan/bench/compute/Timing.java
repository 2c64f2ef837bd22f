package org.asyndgan.bench.compute;

import java.util.Arrays;

/** Durations of single steps, sorted, nanoseconds. */
final class Timing {

    private static final double MILLION = 1e6;

    private final long[] sorted;

    Timing(long[] nanos) {
        this.sorted = nanos.clone();
        Arrays.sort(sorted);
    }

    int steps() {
        return sorted.length;
    }

    double medianMillis() {
        return quantile(0.5);
    }

    /** A tenth of the steps was faster. */
    double fastMillis() {
        return quantile(0.1);
    }

    /** A tenth of the steps was slower. */
    double slowMillis() {
        return quantile(0.9);
    }

    private double quantile(double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return (sorted[below] + (at - below) * (sorted[above] - sorted[below])) / MILLION;
    }
}
