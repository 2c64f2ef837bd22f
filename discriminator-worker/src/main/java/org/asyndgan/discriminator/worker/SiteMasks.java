package org.asyndgan.discriminator.worker;

import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.site.mask.MaskSource;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.nn.random.Seed;

/** The masks of a site whose secrets follow from a number, for whoever looks at a run of this machine from within. */
public final class SiteMasks {

    private SiteMasks() {}

    /**
     * The masks that the site shares, under the ids that it shares them under.
     *
     * @param maskSeed setting {@code asyndgan.site.mask-seed}
     * @param seed setting {@code asyndgan.site.seed}
     */
    public static SharedMasks of(
            SiteId site, SiteDataset dataset, MaskSource source, long maskSeed, int viewsPerPair, long seed) {
        return of(site, dataset, source, SiteSecret.MASKS.derivedFrom(maskSeed, site), viewsPerPair, seed);
    }

    static SharedMasks of(
            SiteId site, SiteDataset dataset, MaskSource source, byte[] secret, int viewsPerPair, long seed) {
        return new SharedMasks(
                site, dataset, source, secret, viewsPerPair, seedOf(site, seed).at("windows"));
    }

    static Seed seedOf(SiteId site, long seed) {
        return new Seed(seed).at(site.slug());
    }
}
