package org.asyndgan.core.generator;

import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.LogLostException;
import org.asyndgan.core.protocol.ReplayException;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;

/** What a run has written: read by the generator when it recovers, and by whoever replays or audits the run. */
public interface RunLog {

    /** Hands over all masks that the sites have shared, in the order in which they shared them, with their offsets. */
    void masks(ObjLongConsumer<SharedMask> taker);

    /**
     * Hands over every committed record of the journal from a position on, in order. What was committed a moment ago
     * may be missing, unless the writer has been opened anew since.
     *
     * @return position after the last record
     * @throws LogLostException if the log no longer reaches back to the position
     * @throws ReplayException if the log ends before the position
     */
    long replay(long position, Consumer<FoldRecord> records);

    /** Hands over every committed record that the journal still holds, in order. */
    void remaining(Consumer<FoldRecord> records);

    /**
     * One gradient that the journal names.
     *
     * @throws LogLostException if the log no longer holds it
     */
    SiteGradient read(SiteId site, long offset);

    /** Hands over what a site has answered, as far as the log reaches back, up to an offset that is left out. */
    void answers(SiteId site, long end, Consumer<Arrival> answers);
}
