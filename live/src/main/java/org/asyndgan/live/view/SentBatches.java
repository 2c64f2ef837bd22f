package org.asyndgan.live.view;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The newest sampled batches, within a bound of memory.
 *
 * <p>Only the newest of each site are listed; a few older ones are kept for a page that has not asked for their images yet.
 * Not thread-safe.
 */
final class SentBatches {

    static final int MOST_LISTED = 8;
    private static final int MOST_KEPT = 2 * MOST_LISTED;

    private final long mostBytes;
    private final ArrayDeque<SentBatch> batches = new ArrayDeque<>();

    SentBatches(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    void put(SentBatch batch) {
        batches.removeIf(before -> before.site().equals(batch.site()) && before.sequence() == batch.sequence());
        batches.addLast(batch);
        while (batches.size() > MOST_KEPT || (batches.size() > 1 && bytes() > mostBytes)) {
            batches.removeFirst();
        }
    }

    long bytes() {
        return batches.stream().mapToLong(SentBatch::bytes).sum();
    }

    /** The newest of each site, by site. */
    List<SentBatch.Row> rows() {
        TreeMap<String, SentBatch> newest = new TreeMap<>();
        batches.forEach(batch -> newest.put(batch.site(), batch));
        List<SentBatch> listed = new ArrayList<>(newest.values());
        listed.sort(Comparator.comparingLong(SentBatch::at).reversed());
        return listed.stream()
                .limit(MOST_LISTED)
                .sorted(Comparator.comparing(SentBatch::site))
                .map(SentBatch::row)
                .toList();
    }

    Optional<SentImage> image(String site, long sequence, int row) {
        return batches.stream()
                .filter(batch -> batch.site().equals(site) && batch.sequence() == sequence)
                .findFirst()
                .filter(batch -> row >= 0 && row < batch.images().size())
                .map(batch -> batch.images().get(row));
    }
}
