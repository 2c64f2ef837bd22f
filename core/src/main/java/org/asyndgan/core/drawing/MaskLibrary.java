package org.asyndgan.core.drawing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.asyndgan.core.folding.RunShape;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord.MemberChange;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.ReplayException;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.image.Dihedral;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * The masks that the sites have shared, and which of them a batch is drawn from.
 *
 * <p>The choice is a function of seed, site and sequence: every mask of a site is used once before any
 * is used again, in a new order each time. A site's masks must all be here before its first batch.
 */
public final class MaskLibrary {

    /** Of a site: all that it may offer, and all of them once more. */
    static final int MOST_ADDED = 2 * RunShape.MOST_MASKS_OF_A_SITE;

    /** By site, id and offset: an id counts with what was shared under it last. */
    private final Map<SiteId, TreeMap<String, TreeMap<Long, LabelMap>>> masks = new TreeMap<>();

    private final Map<SiteId, Integer> added = new TreeMap<>();
    private final Set<SiteId> closed = new HashSet<>();
    private final Seed seed;
    private final Augmentation augmentation;
    private final SiteCode code;

    /** The generator sees the masks alone. */
    public MaskLibrary(Seed seed, Augmentation augmentation) {
        this(seed, augmentation, 0);
    }

    /**
     * @param augmentation the symmetries in which masks are used
     * @param siteCode numbers that tell the generator whose mask it is given; 0 for none
     */
    public MaskLibrary(Seed seed, Augmentation augmentation, int siteCode) {
        this.seed = seed;
        this.augmentation = augmentation;
        this.code = new SiteCode(seed, siteCode);
    }

    /**
     * Keeps a mask, unless its site takes part already; a site that publishes more than it may offer, or others under the same
     * ids again and again, fills no memory.
     *
     * @param offset in the site's topic of masks
     */
    public void add(SharedMask mask, long offset) {
        if (closed.contains(mask.site()) || count(mask.site()) >= RunShape.MOST_MASKS_OF_A_SITE) {
            return;
        }
        if (added.merge(mask.site(), 1, Integer::sum) > MOST_ADDED) {
            return;
        }
        masks.computeIfAbsent(mask.site(), site -> new TreeMap<>())
                .computeIfAbsent(mask.id(), id -> new TreeMap<>())
                .put(offset, mask.labels());
    }

    /**
     * The site takes part with these masks and no others, whatever it shares before a restart reads its topic again: which of
     * them a batch is drawn from depends on all of them.
     *
     * @param end offset after the last that counts; {@link MemberChange#ALL_MASKS} for all that are here
     */
    public void close(SiteId site, long end) {
        if (closed.add(site) && end != MemberChange.ALL_MASKS) {
            Collection<TreeMap<Long, LabelMap>> ofSite =
                    masks.getOrDefault(site, new TreeMap<>()).values();
            ofSite.forEach(shared -> shared.tailMap(end, true).clear());
            ofSite.removeIf(Map::isEmpty);
        }
    }

    /** Knows no mask any more and no site that takes part: for a state from before some joined, with all masks read again. */
    public void forget() {
        masks.clear();
        added.clear();
        closed.clear();
    }

    /** Number of masks a site has shared so far. */
    public int count(SiteId site) {
        return masks.getOrDefault(site, new TreeMap<>()).size();
    }

    /**
     * The masks of one batch.
     *
     * @throws ReplayException ADG-304 if the site has none
     */
    public List<MaskUse> choose(BatchId batch, int size) {
        if (count(batch.site()) == 0) {
            throw missing("All masks", batch.site());
        }
        List<String> ids = List.copyOf(masks.get(batch.site()).keySet());
        Seed ofSite = seed.at("mask").at(batch.site().slug());
        List<MaskUse> chosen = new ArrayList<>(size);
        int[] order = {};
        long orderOf = -1;
        for (int i = 0; i < size; i++) {
            long use = batch.sequence() * size + i;
            long round = use / ids.size();
            if (round != orderOf) {
                order = ofSite.at(round).permutation(ids.size());
                orderOf = round;
            }
            Dihedral symmetry = augmentation.draw(ofSite.at("flip").at(use).random());
            chosen.add(new MaskUse(ids.get(order[(int) (use % ids.size())]), symmetry.element()));
        }
        return chosen;
    }

    /** Masks of a site for a release: as in a run of batches that never ends, from its first one on. */
    public List<MaskUse> chooseForRelease(SiteId site, int size) {
        return choose(new BatchId(site, 0), size);
    }

    /** x of some masks of one site: one-hot in {0, 1}, and the same times each number of its code, [B, K(1 + E), H, W]. */
    public FloatTensor inputs(SiteId site, List<MaskUse> uses) {
        return inputs(uses.stream().map(use -> labels(site, use)).toList(), site);
    }

    /**
     * The same of any masks, to be drawn in the look of a site.
     *
     * @param look the site whose code stands beside the masks
     */
    public FloatTensor inputs(List<LabelMap> shown, SiteId look) {
        return FloatTensor.concatRows(
                shown.stream().map(mask -> code.join(mask.oneHot(), look)).toList());
    }

    /**
     * One mask as it is used.
     *
     * @throws ReplayException ADG-304 if it is not here
     */
    public LabelMap labels(SiteId site, MaskUse use) {
        TreeMap<Long, LabelMap> shared =
                masks.getOrDefault(site, new TreeMap<>()).get(use.mask());
        if (shared == null) {
            throw missing("Mask " + use.mask(), site);
        }
        return new Dihedral(use.flip()).of(shared.lastEntry().getValue());
    }

    /** Its topic was deleted in part, or compacted after the site had shared something else under the same id. */
    private static ReplayException missing(String what, SiteId site) {
        return new ReplayException(
                "ADG-304",
                what + " that site " + site
                        + " joined with, and the run draws from, cannot be found any more. Restore the"
                        + " site's topic of masks as it was; nothing was changed.");
    }
}
