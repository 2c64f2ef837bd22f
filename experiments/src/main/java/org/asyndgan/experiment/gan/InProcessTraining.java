package org.asyndgan.experiment.gan;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.asyndgan.core.checkpoint.Checkpoints;
import org.asyndgan.core.drawing.MaskLibrary;
import org.asyndgan.core.folding.RunShape;
import org.asyndgan.core.generator.CentralGenerator;
import org.asyndgan.core.generator.GeneratorObserver;
import org.asyndgan.core.generator.GeneratorSettings;
import org.asyndgan.core.memory.InProcessRun;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteReport;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.release.ReleaseChoice;
import org.asyndgan.core.site.DiscriminatorSettings;
import org.asyndgan.core.site.ImageDistanceSettings;
import org.asyndgan.core.site.SiteDiscriminator;
import org.asyndgan.core.site.mask.PairChoice;
import org.asyndgan.core.site.mask.RealPairs;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.core.site.privacy.PrivateTraining;
import org.asyndgan.core.site.privacy.TrainingHistory;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.EightBit;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.optimizer.Adam;
import org.asyndgan.nn.optimizer.AdamSettings;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.privacy.secret.SecretCoins;

/**
 * AsynDGAN in one process: one generator against one discriminator a site, folded in sync mode with a full quorum.
 *
 * <p>The generator, the folding, the sites' steps and the release are those of a run over Kafka; synthetic images are
 * rounded to 8 bits on their way to a site as they are there, gradients are not rounded. With one site that has all
 * images this is an ordinary conditional GAN. Deterministic. Not thread-safe.
 */
public final class InProcessTraining implements AutoCloseable {

    private final GanSettings settings;
    private final Network network;
    private final Map<SiteId, Site> sites = new TreeMap<>();
    private final InProcessRun run;
    private final Tampering tampering;
    private GanObserver observer = (step, steps, generator, discriminator) -> {};

    /**
     * @param networks that play
     * @param datasets of the sites, at least one
     * @param views masks lent of every training pair
     * @param images that a site compares in a step
     * @param release which weights draw the pairs; the sites judge if those are to be the best
     * @param tampering with answers, and the cap that is to hold against it
     * @param checkpoints in which a training that was stopped is found
     * @param privacy of the sites
     */
    public InProcessTraining(
            GanSettings settings,
            Networks networks,
            List<SiteDataset> datasets,
            int views,
            int images,
            long seed,
            ReleaseChoice release,
            Tampering tampering,
            Checkpoints checkpoints,
            SitePrivacy privacy) {
        this.settings = settings;
        this.tampering = tampering;
        GeneratorSettings central = tampering.capped(settings.central(seed, datasets.size(), images, release));
        ImageDistanceSettings judging =
                release == ReleaseChoice.BEST ? ImageDistanceSettings.USUAL : ImageDistanceSettings.NEVER;
        Seed seeds = new Seed(seed).at("game");
        this.network = networks.generator(seeds.at("generator").value());
        this.run = new InProcessRun(
                new CentralGenerator(
                        network,
                        new Adam(network.parameters(), AdamSettings.GAN),
                        new MaskLibrary(new Seed(seed), settings.symmetry(), settings.siteCode()),
                        central),
                central,
                shape(datasets.get(0)),
                InProcessTraining::rounded,
                checkpoints,
                new StepObserver());
        for (SiteDataset dataset : datasets) {
            Site site = Site.open(settings, networks, dataset, views, seeds, settings.steps(), judging, privacy);
            sites.put(site.id(), site);
        }
        sites.forEach((id, site) -> run.add(
                id,
                site.discriminator(),
                site.masks(),
                site.images(),
                settings.site(
                        settings.steps(), judging, privacy.discriminators().isEmpty()),
                tampering.of(id)));
    }

    private static RunShape shape(SiteDataset dataset) {
        DatasetSettings images = dataset.settings();
        return new RunShape(
                images.channels(),
                images.imageSize(),
                images.imageSize(),
                dataset.classes().classes());
    }

    /** Takes all steps and draws the synthetic pairs. */
    public SyntheticSet play(GanObserver watching) {
        return play(watching, InProcessRun.Cut.NEVER);
    }

    /**
     * The same, and keeps checkpoints.
     *
     * @param cut when, and with what beside the training's own state
     */
    public SyntheticSet play(GanObserver watching, InProcessRun.Cut cut) {
        observer = watching;
        run.runTo(settings.steps(), cut);
        return new SyntheticSet(run.release().stream()
                .map(sample -> new TrainingPair(EightBit.rounded(sample.image()), sample.labels()))
                .toList());
    }

    /** Tells the mean losses of the sites with each step. */
    private final class StepObserver implements GeneratorObserver {

        @Override
        public void recorded(FoldRecord record, Map<SiteId, SiteReport> reports, CentralGenerator generator) {
            tampering.contributed().accept(generator.contributions());
            double adversarial = 0;
            double discriminator = 0;
            for (SiteReport report : reports.values()) {
                adversarial += report.adversarialLoss() / reports.size();
                discriminator += report.discriminatorLoss().orElse(Double.NaN) / reports.size();
            }
            if (!reports.isEmpty()) {
                observer.stepped(record.made().step(), generator.steps(), adversarial, discriminator);
            }
        }
    }

    static SyntheticBatch rounded(SyntheticBatch batch) {
        return batch.withImages(EightBit.rounded(batch.images()));
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
                ImageDistanceSettings judging,
                SitePrivacy privacy) {
            SiteId id = new SiteId(dataset.site());
            Seed own = seeds.at("site").at(dataset.site());
            // Nobody but this process sees the ids, so that the secret need not be one.
            byte[] secret = ("in-process " + dataset.site()).getBytes(StandardCharsets.UTF_8);
            SharedMasks masks = new SharedMasks(id, dataset, privacy.masks(), secret, views, own.at("windows"));
            int channels = dataset.settings().channels();
            int size = dataset.settings().imageSize();
            Network network = networks.discriminator(own.at("weights").value());
            Adam optimizer = new Adam(network.parameters(), AdamSettings.GAN);
            SiteDiscriminator discriminator = privacy.discriminators().isPresent()
                    ? underPrivacy(
                            privacy.discriminators().get(),
                            network,
                            optimizer,
                            id,
                            masks,
                            steps,
                            own,
                            settings.site(steps, judging, false),
                            channels,
                            size)
                    : new SiteDiscriminator(
                            network,
                            optimizer,
                            masks,
                            settings.realPairs() == PairChoice.OWN
                                    ? RealPairs.own(masks, step -> own.at("real pairs")
                                            .at(step)
                                            .random())
                                    : RealPairs.namedByGenerator(masks),
                            settings.site(steps, judging),
                            channels,
                            size,
                            size);
            return new Site(id, masks, network, discriminator, dataset.trainSize());
        }

        private static SiteDiscriminator underPrivacy(
                DiscriminatorPrivacy privacy,
                Network network,
                Adam optimizer,
                SiteId id,
                SharedMasks masks,
                long steps,
                Seed seed,
                DiscriminatorSettings settings,
                int channels,
                int size) {
            String site = id.slug();
            PrivateTraining training = privacy.training(site, masks, steps);
            byte[] secret = ("noise of an experiment " + seed.value()).getBytes(StandardCharsets.UTF_8);
            return SiteDiscriminator.underPrivacy(
                    network,
                    optimizer,
                    masks,
                    training,
                    privacy.account(site, training, new SecretCoins(secret)),
                    TrainingHistory.beginning(site),
                    settings,
                    channels,
                    size,
                    size);
        }
    }
}
