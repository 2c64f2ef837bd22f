package org.asyndgan.core.generator;

import java.util.List;
import java.util.Map;
import org.asyndgan.core.protocol.SiteId;

/** Where manifests, masks and gradients come in. */
public interface GeneratorInbox {

    /**
     * All manifests and masks that are there now; called once and first, because a replay needs the masks.
     */
    List<Arrival> gather();

    /**
     * Reads on from these positions of the gradient topics; a site that is not named is read from the
     * start. Manifests and masks go on where {@link #gather} ended.
     */
    void startAt(Map<SiteId, Long> positions);

    /**
     * What has arrived since the last call, in order within each topic; empty if nothing has.
     *
     * <p>Waits a moment for something to arrive, far less than a training step.
     */
    List<Arrival> poll();

    /** Reads nothing more of a site's gradients: it is suspended, and may send as much as it likes. */
    void mute(SiteId site);
}
