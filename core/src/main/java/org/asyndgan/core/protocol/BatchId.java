package org.asyndgan.core.protocol;

import java.util.Comparator;

/**
 * One batch of one site.
 *
 * @param sequence counts the batches drawn for this site: from 0 in the run's first incarnation, from n · 2³² in an
 *     incarnation n that a restart began, so that no number comes twice in a run
 */
public record BatchId(SiteId site, long sequence) implements Comparable<BatchId> {

    private static final Comparator<BatchId> ORDER =
            Comparator.comparing(BatchId::site).thenComparingLong(BatchId::sequence);

    public BatchId {
        if (sequence < 0) {
            throw new IllegalArgumentException(
                    "Batch " + sequence + " of site " + site + " cannot be: sequences start at 0");
        }
    }

    /** By site, then by sequence. */
    @Override
    public int compareTo(BatchId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return site + "/" + sequence;
    }
}
