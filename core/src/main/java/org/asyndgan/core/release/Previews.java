package org.asyndgan.core.release;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.asyndgan.core.folding.Member;
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
 * with previews and without. They are drawn with the weights of a release. Sites are taken in the order of the steps at
 * which they joined, those of one step in the order of their names: so the probes of a site that joins late come after the
 * others, as far as there is room for more, and all are a function of the generator's state, whenever its process began.
 */
public final class Previews {

    private static final int MOST_OF_A_SITE = 2;

    private final ReleaseSource generator;
    private final Seed seed;
    private final int most;

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
        List<Preview> drawn = new ArrayList<>();
        for (SiteId site : inOrderOfJoining()) {
            int count = Math.min(
                    Math.min(MOST_OF_A_SITE, most - drawn.size()),
                    generator.masks().count(site));
            if (count > 0) {
                drawn.addAll(draw(site, drawn.size(), generator.masks().chooseForRelease(site, count)));
            }
        }
        return drawn;
    }

    private List<SiteId> inOrderOfJoining() {
        Map<SiteId, Member> sites = generator.membership().sites();
        return sites.keySet().stream()
                .sorted(Comparator.comparingLong(
                                (SiteId site) -> sites.get(site).since())
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private List<Preview> draw(SiteId site, int firstProbe, List<MaskUse> uses) {
        long[] noise = IntStream.range(firstProbe, firstProbe + uses.size())
                .mapToLong(probe -> seed.at("noise").at(probe).value())
                .toArray();
        List<LabelMap> masks =
                uses.stream().map(use -> generator.masks().labels(site, use)).toList();
        FloatTensor images = generator.release(masks, site, noise, ReleaseChoice.LAST);
        List<Preview> drawn = new ArrayList<>();
        for (int i = 0; i < noise.length; i++) {
            drawn.add(new Preview(
                    generator.released(ReleaseChoice.LAST),
                    firstProbe + i,
                    site,
                    masks.get(i),
                    images.rows(i, i + 1).reshape(images.dim(1), images.dim(2), images.dim(3))));
        }
        return drawn;
    }
}
