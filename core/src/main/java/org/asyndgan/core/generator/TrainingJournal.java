package org.asyndgan.core.generator;

import java.util.List;
import java.util.function.Consumer;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.protocol.SyntheticSample;

/** The log that a run is: what was folded, and what was said to the sites because of it. */
public interface TrainingJournal {

    /**
     * Writes a record, the batches drawn after it and the positions read before it: all or nothing.
     *
     * @return position after the record, from which {@link #replay} continues
     * @throws RuntimeException if it is not certain that all was written; the caller must start again
     *     from its snapshot, because its state may be ahead of the log
     */
    long commit(FoldRecord record, List<SyntheticBatch> batches);

    /**
     * Hands over every committed record from a position on, in order.
     *
     * @return position after the last record
     * @throws LogLostException if the log no longer reaches back to the position
     */
    long replay(long position, Consumer<FoldRecord> records);

    /** Hands over every committed record that the journal still holds, in order. */
    void remaining(Consumer<FoldRecord> records);

    /** Publishes released pairs: all or none; publishing them again does no harm. */
    void release(List<SyntheticSample> samples);
}
