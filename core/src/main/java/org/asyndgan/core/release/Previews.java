package org.asyndgan.core.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.Preview;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * Draws a few masks again and again, each with the same noise, for people to look at, and to tell when a run has converged.
 *
 * <p>Masks and noise follow from the run's seed and are no part of its random numbers: the weights of a run are the same
 * with previews and without. They are drawn with the weights of a release. A site's probes are chosen when they are
 * first drawn after it has joined. Those of a site that joins later come after the others, until the process starts again:
 * then all sites that have joined by then are taken in the order of their names. Not thread-safe.
 */
public final class Previews {

    private static final int MOST_OF_A_SITE = 2;

    private final ReleaseSource generator;
    private final Seed seed;
    private final int most;
    private final Map<SiteId, List<Probe>> probes = new TreeMap<>();
    private int chosen;

    /**
     * @param seed of the run
     * @param most probes of the run
     */
    public Previews(ReleaseSource generator, long seed, int most) {
        this.generator = generator;
        this.seed = new Seed(seed).at("preview");
        this.most = most;
    }

    /** The probes as a release of today's step would draw them; empty before a site has joined. */
    public List<Preview> draw() {
        generator.membership().sites().keySet().forEach(site -> probes.computeIfAbsent(site, this::choose));
        List<Preview> drawn = new ArrayList<>();
        probes.forEach((site, ofSite) -> {
            if (!ofSite.isEmpty()) {
                drawn.addAll(draw(site, ofSite));
            }
        });
        return drawn;
    }

    private List<Probe> choose(SiteId site) {
        int count = Math.min(
                Math.min(MOST_OF_A_SITE, most - chosen), generator.masks().count(site));
        List<MaskUse> uses = count < 1 ? List.of() : generator.masks().chooseForRelease(site, count);
        List<Probe> ofSite = new ArrayList<>();
        for (MaskUse use : uses) {
            ofSite.add(new Probe(chosen++, use));
        }
        return ofSite;
    }

    private List<Preview> draw(SiteId site, List<Probe> ofSite) {
        long[] noise = ofSite.stream()
                .mapToLong(probe -> seed.at("noise").at(probe.number()).value())
                .toArray();
        List<LabelMap> masks = ofSite.stream()
                .map(probe -> generator.masks().labels(site, probe.use()))
                .toList();
        FloatTensor images = generator.release(masks, site, noise, ReleaseChoice.LAST);
        List<Preview> drawn = new ArrayList<>();
        for (int i = 0; i < noise.length; i++) {
            drawn.add(new Preview(
                    generator.released(ReleaseChoice.LAST),
                    ofSite.get(i).number(),
                    site,
                    masks.get(i),
                    images.rows(i, i + 1).reshape(images.dim(1), images.dim(2), images.dim(3))));
        }
        return drawn;
    }

    private record Probe(int number, MaskUse use) {}
}
