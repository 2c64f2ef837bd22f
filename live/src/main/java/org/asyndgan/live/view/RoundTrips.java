package org.asyndgan.live.view;

import java.util.Arrays;
import java.util.OptionalLong;

/** The newest round trips of one site, in milliseconds, for quantiles. Not thread-safe. */
final class RoundTrips {

    private static final int NEWEST = 256;

    private final long[] millis = new long[NEWEST];
    private long count;

    void add(long trip) {
        millis[(int) (count++ % NEWEST)] = Math.max(0, trip);
    }

    /**
     * The nearest-rank quantile of the newest round trips.
     *
     * @param share in (0, 1], such as 0.95
     * @return nothing before the first round trip
     */
    OptionalLong quantile(double share) {
        int size = (int) Math.min(count, NEWEST);
        if (size == 0) {
            return OptionalLong.empty();
        }
        long[] sorted = Arrays.copyOf(millis, size);
        Arrays.sort(sorted);
        return OptionalLong.of(sorted[Math.max(0, (int) Math.ceil(share * size) - 1)]);
    }
}
