package org.asyndgan.experiment.gan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.asyndgan.core.folding.FoldStep;
import org.asyndgan.core.generator.CentralGenerator;
import org.asyndgan.core.generator.GeneratorSettings;
import org.asyndgan.core.drawing.MaskLibrary;
import org.asyndgan.core.release.Release;
import org.asyndgan.core.release.ReleaseChoice;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.FoldRecord.Fold;
import org.asyndgan.core.protocol.FoldRecord.MemberChange;
import org.asyndgan.core.protocol.FoldRecord.Status;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.site.ImageDistanceSettings;
import org.asyndgan.core.site.PairChoice;
import org.asyndgan.core.site.RealPairs;
import org.asyndgan.core.site.SharedMasks;
import org.asyndgan.core.site.SiteDiscriminator;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.EightBit;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.optimizer.Adam;
import org.asyndgan.nn.optimizer.AdamSettings;
import org.asyndgan.nn.random.Seed;

/**
 * AsynDGAN in one process: one generator against one discriminator a site, folded in sync mode with a full quorum.
 *
 * <p>The generator, the folding, the sites' steps and the release are those of a run over Kafka; synthetic images are
 * rounded to 8 bits on their way to a site as they are there, gradients are not rounded. With one site that has all
 * images this is an ordinary conditional GAN. Deterministic. Not thread-safe.
 */
public final class InProcessTraining implements AutoCloseable {

    private final GanSettings settings;
    private final GeneratorSettings central;
    private final Network network;
    private final CentralGenerator generator;
    private final TreeMap<SiteId, Site> sites = new TreeMap<>();
    private List<BatchId> open = new ArrayList<>();

    /** The pairs are drawn with the generator's last weights. */
    public InProcessTraining(
            GanSettings settings, Networks networks, List<SiteDataset> datasets, int views, int images, long seed) {
        this(settings, networks, datasets, views, images, seed, ReleaseChoice.LAST);
    }

    /**
     * @param networks that play
     * @param datasets of the sites, at least one
     * @param views masks lent of every training pair
     * @param images that a site compares in a step
     * @param release which weights draw the pairs; the sites judge if those are to be the best
     */
    public InProcessTraining(
            GanSettings settings,
            Networks networks,
            List<SiteDataset> datasets,
            int views,
            int images,
            long seed,
            ReleaseChoice release) {
        this.settings = settings;
        this.central = settings.central(seed, datasets.size(), images, release);
        ImageDistanceSettings judging =
                release == ReleaseChoice.BEST ? ImageDistanceSettings.USUAL : ImageDistanceSettings.NEVER;
        Seed seeds = new Seed(seed).at("game");
        this.network = networks.generator(seeds.at("generator").value());
        MaskLibrary masks = new MaskLibrary(new Seed(seed), settings.symmetry());
        this.generator =
                new CentralGenerator(network, new Adam(network.parameters(), AdamSettings.GAN), masks, central);
        List<MemberChange> joining = new ArrayList<>();
        for (SiteDataset dataset : datasets) {
            Site site = Site.open(settings, networks, dataset, views, seeds, settings.steps(), judging);
            sites.put(site.id(), site);
            site.masks().all().forEach(masks::add);
            joining.add(new MemberChange(site.id(), Status.JOINED, dataset.trainSize()));
            open.add(new BatchId(site.id(), 0));
        }
        generator.apply(FoldStep.of(record(GeneratorVersion.INITIAL, List.of(), joining, 0)));
    }

    private FoldRecord record(GeneratorVersion made, List<Fold> folds, List<MemberChange> joining, double rate) {
        return new FoldRecord(made, folds, List.of(), joining, open, Map.of(), rate, 0, false);
    }

    /** Takes all steps and draws the synthetic pairs. */
    public SyntheticSet play(GanObserver observer) {
        for (long step = 0; step < settings.steps(); step++) {
            turn(step, observer);
        }
        List<TrainingPair> pairs = new ArrayList<>();
        new Release(generator, central.release(), central.schedule(), 1, new Seed(central.seed()))
                .drawTo(samples -> samples.forEach(
                        sample -> pairs.add(new TrainingPair(EightBit.rounded(sample.image()), sample.labels()))));
        return new SyntheticSet(pairs);
    }

    private void turn(long step, GanObserver observer) {
        Map<SiteId, Double> weights = generator.membership().weights(settings.weighting());
        Map<BatchId, SiteGradient> answers = new TreeMap<>();
        List<Fold> folds = new ArrayList<>();
        double adversarial = 0;
        double discriminator = 0;
        for (SyntheticBatch batch : generator.draw(open)) {
            SiteId site = batch.id().site();
            SiteGradient answer = sites.get(site).discriminator().answer(rounded(batch), () -> 0);
            answers.put(batch.id(), answer);
            folds.add(new Fold(
                    batch.id(),
                    step,
                    0,
                    weights.get(site),
                    step,
                    answer.gradient().norm()));
            adversarial += answer.report().adversarialLoss() / sites.size();
            discriminator += answer.report().discriminatorLoss().orElseThrow() / sites.size();
        }
        open = open.stream()
                .map(batch -> new BatchId(batch.site(), batch.sequence() + 1))
                .toList();
        double rate = central.schedule().rateAfter(step);
        generator.apply(new FoldStep(record(generator.version().next(), folds, List.of(), rate), answers));
        observer.stepped(step + 1, adversarial, discriminator);
    }

    static SyntheticBatch rounded(SyntheticBatch batch) {
        return new SyntheticBatch(batch.id(), batch.drawnBy(), batch.masks(), EightBit.rounded(batch.images()));
    }

    @Override
    public void close() {
        network.close();
        sites.values().forEach(site -> site.network().close());
    }

    /** One site's side of a GAN. */
    record Site(SiteId id, SharedMasks masks, Network network, SiteDiscriminator discriminator, int images) {

        static Site open(
                GanSettings settings,
                Networks networks,
                SiteDataset dataset,
                int views,
                Seed seeds,
                long steps,
                ImageDistanceSettings judging) {
            SiteId id = new SiteId(dataset.site());
            Seed own = seeds.at("site").at(dataset.site());
            // Nobody but this process sees the ids, so that the secret need not be one.
            byte[] secret = ("in-process " + dataset.site()).getBytes(StandardCharsets.UTF_8);
            SharedMasks masks = new SharedMasks(id, dataset, secret, views, own.at("windows"));
            int channels = dataset.settings().channels();
            int size = dataset.settings().imageSize();
            Network network = networks.discriminator(own.at("weights").value());
            var discriminator = new SiteDiscriminator(
                    network,
                    new Adam(network.parameters(), AdamSettings.GAN),
                    masks,
                    settings.realPairs() == PairChoice.OWN
                            ? RealPairs.own(
                                    masks, step -> own.at("real pairs").at(step).random())
                            : RealPairs.namedByGenerator(masks),
                    settings.site(steps, judging),
                    channels,
                    size,
                    size);
            return new Site(id, masks, network, discriminator, dataset.trainSize());
        }
    }
}
