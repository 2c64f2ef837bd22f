package org.asyndgan.core.generator;

import java.util.List;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.SiteMessage;
import org.asyndgan.core.protocol.SyntheticSample;

/** Where the generator writes: the journal, batches for the sites, released pairs. */
public interface GeneratorOutbox {

    /**
     * Writes a record, what it sends to the sites and the positions read before it: all or nothing.
     *
     * @return position after the record, from which {@link RunLog#replay} continues
     * @throws RuntimeException if it is not certain that all was written; the caller must start again
     *     from its snapshot, because its state may be ahead of the log
     */
    long commit(FoldRecord record, List<? extends SiteMessage> messages);

    /** Puts the manifest of a site that cannot take part where people look; its reason completes "the site …". */
    void refuse(Arrival.Presented presented, Rejection why);

    /** Publishes released pairs: all or none; publishing them again does no harm. */
    void release(List<SyntheticSample> samples);
}
