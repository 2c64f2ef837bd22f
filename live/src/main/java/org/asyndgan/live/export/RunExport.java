package org.asyndgan.live.export;

import java.time.Instant;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.live.view.ProbeImage;

/** Takes what a run tells, in the order of its topics. For one thread. */
public interface RunExport extends AutoCloseable {

    void event(RunEvent event);

    /**
     * Takes a probe image.
     *
     * @param at when it was drawn
     */
    void preview(ProbeImage preview, Instant at);

    /** Makes what was taken readable to others. */
    void flush();

    @Override
    void close();
}
