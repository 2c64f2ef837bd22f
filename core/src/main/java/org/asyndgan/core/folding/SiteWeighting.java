package org.asyndgan.core.folding;

import java.util.Map;
import java.util.TreeMap;
import org.asyndgan.core.protocol.SiteId;

/** How much each site counts: the mixture weights π of the paper's objective. */
public enum SiteWeighting {
    /** π_j = n_j / N, the share of real images: the paper's mixture. */
    IMAGES,
    /** π_j = 1 / number of sites: the reference code's choice. */
    EQUAL;

    /**
     * The weights of sites with these image counts; they sum to 1.
     *
     * @param images n_j, each at least 1
     */
    Map<SiteId, Double> weigh(Map<SiteId, Integer> images) {
        double total = images.values().stream().mapToLong(Integer::longValue).sum();
        Map<SiteId, Double> weights = new TreeMap<>();
        images.forEach((site, count) -> weights.put(site, this == EQUAL ? 1.0 / images.size() : count / total));
        return weights;
    }
}
