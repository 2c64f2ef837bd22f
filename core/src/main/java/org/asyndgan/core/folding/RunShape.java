package org.asyndgan.core.folding;

import java.util.Optional;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.Rejection.Kind;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.imaging.image.LabelMap;

/**
 * What the images and masks of every site of a run have in common: one of another size would end the run in the middle
 * of a pass.
 *
 * @param channels C of the images
 * @param height of images and masks, pixels
 * @param width of images and masks, pixels
 * @param classes K of the masks, background included
 */
public record RunShape(int channels, int height, int width, int classes) {

    /** More masks than any site has, and few enough to be held in memory. */
    public static final int MOST_MASKS_OF_A_SITE = 200_000;

    /** Why a site cannot take part, completing "the site …"; nothing if it can. */
    Optional<Rejection> faultOf(SiteManifest site) {
        boolean fits = site.channels() == channels
                && site.height() == height
                && site.width() == width
                && site.classes() == classes;
        if (!fits) {
            return Optional.of(new Rejection(
                    Kind.MISFIT,
                    "has images of " + site.channels() + " x " + site.height() + " x " + site.width() + " and "
                            + site.classes() + " classes, but this run has " + channels + " x " + height + " x " + width
                            + " and " + classes + "; set image-size, channels and label-values alike everywhere"));
        }
        return site.masks() > MOST_MASKS_OF_A_SITE
                ? Optional.of(new Rejection(
                        Kind.TOO_MANY_MASKS,
                        "offers " + site.masks() + " masks, but a generator takes at most " + MOST_MASKS_OF_A_SITE
                                + " of a site; lower its views-per-pair or the number of its images"))
                : Optional.empty();
    }

    /** Says whether a mask is taken: a run and whoever repeats it have to take the same ones. */
    public boolean fits(SharedMask shared) {
        LabelMap mask = shared.labels();
        return mask.height() == height && mask.width() == width && mask.classes() == classes;
    }

    /** Why a mask is not taken, completing "the site …"; nothing if it is. */
    Optional<Rejection> faultOf(SharedMask shared) {
        LabelMap mask = shared.labels();
        return fits(shared)
                ? Optional.empty()
                : Optional.of(new Rejection(
                        Kind.MISFIT,
                        "shares masks of " + mask.height() + " x " + mask.width() + " and " + mask.classes()
                                + " classes, but this run has " + height + " x " + width + " and " + classes
                                + "; it cannot join before they are replaced"));
    }
}
