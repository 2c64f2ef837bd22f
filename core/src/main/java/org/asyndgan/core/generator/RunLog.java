package org.asyndgan.core.generator;

import java.util.List;
import java.util.function.Consumer;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;

/** The log of a run for whoever reads it and writes nothing: it disturbs neither generator nor sites. */
public interface RunLog {

    /** All masks that the sites have lent, in the order in which they lent them. */
    List<SharedMask> masks();

    /**
     * One gradient that the journal names.
     *
     * @throws LogLostException if the log no longer holds it
     */
    SiteGradient read(SiteId site, long offset);

    /**
     * Hands over every committed record of the journal from a position on, in order.
     *
     * @throws LogLostException if the log no longer reaches back to the position
     */
    void replay(long position, Consumer<FoldRecord> records);

    /** Hands over what a site has answered, as far as the log reaches back, up to an offset that is left out. */
    void answers(SiteId site, long end, Consumer<Arrival> answers);
}
