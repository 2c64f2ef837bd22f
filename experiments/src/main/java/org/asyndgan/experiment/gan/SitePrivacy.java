package org.asyndgan.experiment.gan;

import java.util.Optional;
import org.asyndgan.core.site.mask.MaskSource;

/**
 * What sites do to protect their images and masks.
 *
 * @param masks what the masks are that they share
 * @param discriminators under differential privacy, if they are; they then tell no losses of real images
 */
public record SitePrivacy(MaskSource masks, Optional<DiscriminatorPrivacy> discriminators) {

    /** Own masks, and discriminators that learn from images as they are. */
    public static final SitePrivacy NONE = new SitePrivacy(MaskSource.OWN, Optional.empty());
}
