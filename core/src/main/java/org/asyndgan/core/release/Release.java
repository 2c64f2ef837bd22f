package org.asyndgan.core.release;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SyntheticSample;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.image.MaskRecombination;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * The synthetic pairs that a run hands on to segmentation training.
 *
 * <p>Drawn from the masks of all sites that have ever joined, each site's in turn, every mask once before any is used again. The first time a mask is
 * drawn in the look of its own site. From then on it is drawn in those of the others in turn, for a generator that is told, or put
 * together anew with another of its site ({@link ReleaseMasks}). A function of the generator's state and the release's number, so
 * that it can be repeated.
 */
public final class Release {

    private final ReleaseSource generator;
    private final ReleaseSettings settings;
    private final int batchSize;
    private final int number;
    private final int releases;
    private final Seed seed;

    /**
     * @param batchSize images that the generator draws at once
     * @param number of the release, from 1
     * @param releases of the whole run
     * @param seed of the run
     */
    public Release(
            ReleaseSource generator, ReleaseSettings settings, int batchSize, int number, int releases, Seed seed) {
        this.generator = generator;
        this.settings = settings;
        this.batchSize = batchSize;
        this.number = number;
        this.releases = releases;
        this.seed = seed.at("release").at(number);
    }

    /** Draws all samples, a pass at a time, in the order of their indices. */
    public void drawTo(Consumer<List<SyntheticSample>> taker) {
        List<Part> parts = parts();
        int count = parts.stream().mapToInt(part -> part.uses().size()).sum();
        int index = 0;
        for (Part part : parts) {
            List<SyntheticSample> samples = draw(part, index, count);
            taker.accept(samples);
            index += samples.size();
        }
    }

    /** One pass's worth of masks of one site after the other; lots over the sites' mask counts. */
    private List<Part> parts() {
        int masks = 0;
        for (SiteId site : generator.membership().sites().keySet()) {
            masks += generator.masks().count(site);
        }
        int count = settings.samples() == 0 ? masks : settings.samples();
        List<Part> parts = new ArrayList<>();
        int before = 0;
        for (SiteId site : generator.membership().sites().keySet()) {
            int after = before + generator.masks().count(site);
            int share = (int) ((long) count * after / masks - (long) count * before / masks);
            List<MaskUse> uses = generator.masks().chooseForRelease(site, share);
            int own = after - before;
            for (int from = 0, to; from < share; from = to) {
                to = Math.min(Math.min(share, from + batchSize), (from / own + 1) * own);
                List<MaskUse> every = uses.subList(0, Math.min(own, share));
                parts.add(new Part(site, uses.subList(from, to), from / own, every));
            }
            before = after;
        }
        return parts;
    }

    private SiteId look(Part part) {
        if (isRecombined(part)) {
            return part.site();
        }
        List<SiteId> sites = List.copyOf(generator.membership().sites().keySet());
        return sites.get((sites.indexOf(part.site()) + part.round()) % sites.size());
    }

    private boolean isRecombined(Part part) {
        return settings.masks() == ReleaseMasks.RECOMBINED && part.round() > 0;
    }

    private List<LabelMap> masks(Part part, int firstIndex) {
        List<LabelMap> masks = new ArrayList<>(part.uses().size());
        for (MaskUse use : part.uses()) {
            LabelMap mask = generator.masks().labels(part.site(), use);
            masks.add(isRecombined(part) ? recombined(mask, part, firstIndex + masks.size()) : mask);
        }
        return masks;
    }

    private LabelMap recombined(LabelMap outline, Part part, int index) {
        SplittableRandom random = seed.at("mask").at(index).random();
        List<MaskUse> every = part.every();
        return MaskRecombination.of(
                outline, () -> generator.masks().labels(part.site(), every.get(random.nextInt(every.size()))), random);
    }

    private List<SyntheticSample> draw(Part part, int firstIndex, int count) {
        List<LabelMap> masks = masks(part, firstIndex);
        long[] noise = new long[part.uses().size()];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = seed.at("noise").at(firstIndex + i).value();
        }
        ReleaseChoice choice = number == releases ? settings.choice() : ReleaseChoice.LAST;
        FloatTensor images = generator.release(masks, look(part), noise, choice);
        List<SyntheticSample> samples = new ArrayList<>();
        for (int i = 0; i < noise.length; i++) {
            SplittableRandom id = seed.at("id").at(firstIndex + i).random();
            samples.add(new SyntheticSample(
                    number,
                    releases,
                    generator.released(choice),
                    String.format("%016x%016x", id.nextLong(), id.nextLong()),
                    firstIndex + i,
                    count,
                    masks.get(i),
                    images.rows(i, i + 1).reshape(images.dim(1), images.dim(2), images.dim(3))));
        }
        return samples;
    }

    /**
     * @param round how often each mask of the site was used before
     * @param every mask of the site, in its first use
     */
    private record Part(SiteId site, List<MaskUse> uses, int round, List<MaskUse> every) {}
}
