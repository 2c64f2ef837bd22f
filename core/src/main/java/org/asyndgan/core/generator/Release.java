package org.asyndgan.core.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SyntheticSample;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * The synthetic pairs that a run hands on to segmentation training.
 *
 * <p>Drawn from the masks of all members, each site's in turn, every mask once before any is used
 * again. A function of the generator's state and the release's number, so that it can be repeated.
 */
public final class Release {

    private final CentralGenerator generator;
    private final GeneratorSettings settings;
    private final int number;
    private final Seed seed;

    /** The last one of a run. */
    public Release(CentralGenerator generator, GeneratorSettings settings) {
        this(generator, settings, settings.releases());
    }

    /** @param number from 1 */
    Release(CentralGenerator generator, GeneratorSettings settings, int number) {
        this.generator = generator;
        this.settings = settings;
        this.number = number;
        this.seed = new Seed(settings.seed()).at("release").at(number);
    }

    void publish(GeneratorOutbox outbox, GeneratorObserver observer) {
        drawTo(samples -> {
            outbox.release(samples);
            observer.released(samples.get(samples.size() - 1));
        });
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
        for (SiteId site : generator.members().keySet()) {
            masks += generator.masks().count(site);
        }
        int count = settings.releaseSamples() == 0 ? masks : settings.releaseSamples();
        List<Part> parts = new ArrayList<>();
        int before = 0;
        for (SiteId site : generator.members().keySet()) {
            int after = before + generator.masks().count(site);
            int share = (int) ((long) count * after / masks - (long) count * before / masks);
            List<MaskUse> uses = generator.masks().chooseForRelease(site, share);
            for (int from = 0; from < share; from += settings.batchSize()) {
                parts.add(new Part(site, uses.subList(from, Math.min(share, from + settings.batchSize()))));
            }
            before = after;
        }
        return parts;
    }

    private List<SyntheticSample> draw(Part part, int firstIndex, int count) {
        long[] noise = new long[part.uses().size()];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = seed.at("noise").at(firstIndex + i).value();
        }
        ReleaseChoice choice = number == settings.releases() ? settings.release() : ReleaseChoice.LAST;
        FloatTensor images = generator.release(part.site(), part.uses(), noise, choice);
        List<SyntheticSample> samples = new ArrayList<>();
        for (int i = 0; i < noise.length; i++) {
            SplittableRandom id = seed.at("id").at(firstIndex + i).random();
            samples.add(new SyntheticSample(
                    number,
                    settings.releases(),
                    generator.released(choice),
                    String.format("%016x%016x", id.nextLong(), id.nextLong()),
                    firstIndex + i,
                    count,
                    generator.masks().labels(part.site(), part.uses().get(i)),
                    images.rows(i, i + 1).reshape(images.dim(1), images.dim(2), images.dim(3))));
        }
        return samples;
    }

    private record Part(SiteId site, List<MaskUse> uses) {}
}
