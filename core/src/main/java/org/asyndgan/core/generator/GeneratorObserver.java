package org.asyndgan.core.generator;

import java.util.List;
import java.util.Map;
import org.asyndgan.core.checkpoint.SnapshotCadence;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.Preview;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteReport;
import org.asyndgan.core.protocol.SyntheticSample;

/** Watches a generator from outside: log lines, metrics, events. */
public interface GeneratorObserver extends SnapshotCadence.Observer {

    /** Watches nothing. */
    GeneratorObserver NONE = new GeneratorObserver() {};

    /** A run begins, or goes on after {@code replayed} journal records from a snapshot. */
    default void started(CentralGenerator generator, long replayed) {}

    /**
     * A record was committed.
     *
     * @param reports of the sites whose gradients were folded
     */
    default void recorded(FoldRecord record, Map<SiteId, SiteReport> reports, CentralGenerator generator) {}

    /** Previews were drawn, with the weights of a release of today's step. */
    default void previewed(List<Preview> previews) {}

    /** Something came in that is no gradient of this run. */
    default void invalid(Arrival.Invalid record) {}

    /** A site cannot take part, or its masks cannot; the reason completes "the site …". */
    default void refused(SiteId site, Rejection why) {}

    /**
     * The log did not lead from the snapshot to its end.
     *
     * @param version from which the generator goes on
     * @param since step of the snapshot; what was folded after it is lost
     */
    default void reincarnated(GeneratorVersion version, long since, String why) {}

    /** All pairs of a release up to this one are out. */
    default void released(SyntheticSample newest) {}
}
