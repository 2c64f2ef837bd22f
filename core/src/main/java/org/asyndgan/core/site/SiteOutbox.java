package org.asyndgan.core.site;

import java.util.List;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteManifest;

/** Where a site's manifest, masks and gradients go out. */
public interface SiteOutbox {

    /** Next offset of the synthetic topic that has not been dealt with; 0 at the start of a run. */
    long position();

    /** Sends an answer and notes the position after its batch: both or neither. */
    void answer(SiteGradient gradient, long position);

    /**
     * Notes the position after a record that got no answer, and puts the record where people look.
     *
     * @param why its reason completes the sentence "the record …"
     */
    void refuse(SiteInbox.Delivery record, Rejection why, long position);

    /** Publishes the manifest, for the first time or as a sign of life. */
    void present(SiteManifest manifest);

    /**
     * Publishes masks; publishing one again does no harm.
     *
     * @throws RuntimeException if the site has shared others in this run before, from which batches are drawn
     */
    void share(List<SharedMask> masks);
}
