package org.asyndgan.core.folding;

import java.util.List;
import java.util.Optional;
import org.asyndgan.core.convergence.Look;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.SiteId;

/** What a {@link FoldPlanner} reads of the generator: its state after the last record. */
public interface FoldState {

    /** Where the run stands beside its weights. */
    RunProgress progress();

    /** The weights that drew a batch; nothing if the batch is not waiting for its answer. */
    Optional<GeneratorVersion> drawnBy(BatchId batch);

    /** Ids of a site's unanswered batches, the oldest first. */
    List<BatchId> pendingOf(SiteId site);

    /** Says whether the run's first steps had no cap: it goes on without one, whatever the settings are today. */
    boolean beganWithoutCap();

    /** Number of masks that a site has shared so far. */
    int masksOf(SiteId site);

    default GeneratorVersion version() {
        return progress().version();
    }

    /** Says whether the run has taken all its steps. */
    default boolean isFinished() {
        return progress().isFinished();
    }

    default Membership membership() {
        return progress().membership();
    }

    /** Steps of the whole run, once it has been decided that it takes fewer than it was begun with; 0 before. */
    default long length() {
        return progress().length().steps();
    }

    /** What the previews have shown so far, the oldest first; empty where nobody asked for them. */
    default List<Look> looks() {
        return progress().looks();
    }
}
