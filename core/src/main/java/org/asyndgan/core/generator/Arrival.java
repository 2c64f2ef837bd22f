package org.asyndgan.core.generator;

import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest;

/** What can reach the generator from its sites. */
public sealed interface Arrival {

    /** @param offset in the gradient topic of the site it came in on */
    record Answer(SiteGradient gradient, long offset) implements Arrival {}

    /**
     * Something in a site's gradient topic that is no gradient of this run.
     *
     * @param reason completes the sentence "the record …"
     */
    record Invalid(SiteId site, long offset, String reason) implements Arrival {}

    /**
     * A site's manifest, for the first time or again.
     *
     * @param offset in the site's topic of manifests
     */
    record Presented(SiteManifest manifest, long offset) implements Arrival {}

    /**
     * One of a site's masks.
     *
     * @param offset in the site's topic of masks
     */
    record Shared(SharedMask mask, long offset) implements Arrival {}
}
