package org.asyndgan.command.plan;

import java.util.Map;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.site.mask.MaskSource;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.discriminator.worker.SiteMasks;
import org.asyndgan.imaging.dataset.SiteDataset;

/**
 * The masks that the sites of a run have shared, made again from their images.
 *
 * @param seed of the run
 * @param views of each pair, as the run has them
 * @param properties that workers were given beside the run's settings, by whole names; those of sites win
 */
public record RunMasks(long seed, int views, Map<String, String> properties) {

    private static final String OF_SITES = "asyndgan.site.";

    public static RunMasks of(RunSettings settings) {
        return new RunMasks(settings.seed(), settings.images().views(), settings.properties());
    }

    /** @param source of the masks themselves; the windows that they are cut from are the same with any */
    public SharedMasks of(SiteId site, SiteDataset dataset, MaskSource source) {
        return SiteMasks.of(
                site,
                dataset,
                source,
                ofSites("mask-seed", seed),
                Math.toIntExact(ofSites("views-per-pair", views)),
                ofSites("seed", seed));
    }

    private long ofSites(String name, long otherwise) {
        String given = properties.get(OF_SITES + name);
        return given == null ? otherwise : Long.parseLong(given);
    }
}
