package org.asyndgan.core.discriminator;

import org.asyndgan.core.protocol.SiteGradient;

/** Watches a site from outside: log lines, metrics, events. */
public interface SiteObserver {

    /** Watches nothing. */
    SiteObserver NONE = new SiteObserver() {};

    /** A site begins, or goes on after {@code replayed} batches from a snapshot. */
    default void started(long position, long replayed) {}

    /** A batch was answered. */
    default void answered(SiteGradient gradient) {}

    /** A record was refused, for this reason. */
    default void refused(long offset, String reason) {}

    /** The run is over. */
    default void finished() {}
}
