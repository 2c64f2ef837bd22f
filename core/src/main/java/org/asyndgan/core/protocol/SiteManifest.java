package org.asyndgan.core.protocol;

import java.util.Optional;

/**
 * How a site presents itself, and, repeated with a higher heartbeat, its sign of life.
 *
 * @param session drawn anew at each start of the site's worker
 * @param images real training images at the site, n_j
 * @param masks masks it has published or is about to
 * @param height of images and masks, pixels
 * @param width of images and masks, pixels
 * @param channels C of the images
 * @param classes K of the masks, background included
 * @param intensityScaling how intensities became [-1, 1], by name
 * @param heartbeat grows with every repetition
 * @param privacy that its discriminator is trained with, if any
 */
public record SiteManifest(
        SiteId site,
        String session,
        Presence presence,
        int images,
        int masks,
        int height,
        int width,
        int channels,
        int classes,
        String intensityScaling,
        long heartbeat,
        Optional<PrivacyStatement> privacy) {

    /** Of a site that trains without differential privacy. */
    public SiteManifest(
            SiteId site,
            String session,
            Presence presence,
            int images,
            int masks,
            int height,
            int width,
            int channels,
            int classes,
            String intensityScaling,
            long heartbeat) {
        this(
                site,
                session,
                presence,
                images,
                masks,
                height,
                width,
                channels,
                classes,
                intensityScaling,
                heartbeat,
                Optional.empty());
    }

    /** Says whether the site takes part or has left. */
    public enum Presence {
        JOINED,
        LEFT
    }

    public SiteManifest {
        if (images < 1 || masks < 1 || height < 1 || width < 1 || channels < 1 || classes < 2) {
            throw new IllegalArgumentException("Site " + site + " offers " + images + " images and " + masks
                    + " masks of " + height + " x " + width + ", " + channels + " channels and " + classes
                    + " classes; all must be at least 1, and 2 classes");
        }
    }
}
