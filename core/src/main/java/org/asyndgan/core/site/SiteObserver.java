package org.asyndgan.core.site;

import org.asyndgan.core.checkpoint.SnapshotCadence;
import org.asyndgan.core.protocol.PrivacyStatement;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SyntheticBatch;

/** Watches a site from outside: log lines, metrics, events. */
public interface SiteObserver extends SnapshotCadence.Observer {

    /** Watches nothing. */
    SiteObserver NONE = new SiteObserver() {};

    /** A site begins, or goes on after {@code replayed} batches from a snapshot. */
    default void started(long position, long replayed) {}

    /** A batch was answered; the report is whole, whatever of it was sent. */
    default void answered(SyntheticBatch batch, SiteGradient gradient) {}

    /** A record was refused, for this reason. */
    default void refused(long offset, Rejection why) {}

    /** The log no longer holds the batches between the snapshot and the last answer; what D learnt from them is lost. */
    default void lost(long from, long to, String why) {}

    /** What the site says of its privacy, each time it gives a sign of life. */
    default void stated(PrivacyStatement privacy) {}

    /** The site may not answer any more and leaves; the reason completes "the site leaves because …". */
    default void retired(String reason) {}

    /** The site has left for a while, or takes part again. */
    default void paused(boolean isPaused) {}

    /** The run is over. */
    default void finished() {}
}
