package org.asyndgan.core.site;

import java.util.List;
import org.asyndgan.core.protocol.EndOfRun;
import org.asyndgan.core.protocol.LogLostException;
import org.asyndgan.core.protocol.SyntheticBatch;

/** Where a site's synthetic batches come in, in topic order. */
public interface SiteInbox {

    /**
     * Reads on from this offset; 0 is the start of the topic. Where the topic begins later, it is read from there.
     *
     * @throws LogLostException if batches between this offset and the topic's beginning were answered, so that a replay
     *     would need them
     */
    void startAt(long offset);

    /**
     * What has arrived since the last call, in order; empty if nothing has. Waits a moment, far less
     * than a training step.
     */
    List<Delivery> poll();

    /** A record of the topic. */
    sealed interface Delivery {
        long offset();
    }

    /** A batch of this run for this site. */
    record Drawn(SyntheticBatch batch, long offset) implements Delivery {}

    /** The run is over. */
    record Ended(EndOfRun end, long offset) implements Delivery {}

    /** @param reason completes the sentence "the record …" */
    record Invalid(long offset, String reason) implements Delivery {}
}
