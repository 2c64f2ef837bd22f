package org.asyndgan.core.memory;

import java.util.List;
import java.util.function.UnaryOperator;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.core.site.SiteInbox;
import org.asyndgan.core.site.SiteOutbox;

/**
 * A site's outbox whose answers are not what the site computed.
 *
 * @param tampering what becomes of each answer
 */
public record TamperedOutbox(SiteOutbox outbox, UnaryOperator<SiteGradient> tampering) implements SiteOutbox {

    @Override
    public long position() {
        return outbox.position();
    }

    @Override
    public void answer(SiteGradient gradient, long position) {
        outbox.answer(tampering.apply(gradient), position);
    }

    @Override
    public void refuse(SiteInbox.Delivery record, Rejection why, long position) {
        outbox.refuse(record, why, position);
    }

    @Override
    public void present(SiteManifest manifest) {
        outbox.present(manifest);
    }

    @Override
    public void share(List<SharedMask> masks) {
        outbox.share(masks);
    }
}
