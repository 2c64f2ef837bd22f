package org.asyndgan.core.simulation;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.asyndgan.core.drawing.MaskLibrary;
import org.asyndgan.core.folding.FoldPlanner;
import org.asyndgan.core.folding.FoldSettings;
import org.asyndgan.core.folding.RunShape;
import org.asyndgan.core.folding.Schedule;
import org.asyndgan.core.folding.Until;
import org.asyndgan.core.generator.CentralGenerator;
import org.asyndgan.core.generator.GeneratorLoop;
import org.asyndgan.core.generator.GeneratorObserver;
import org.asyndgan.core.generator.GeneratorSettings;
import org.asyndgan.core.memory.MemoryLog;
import org.asyndgan.core.memory.TamperedOutbox;
import org.asyndgan.core.protocol.Preview;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.core.release.PreviewSettings;
import org.asyndgan.core.release.ReleaseChoice;
import org.asyndgan.core.release.ReleaseMasks;
import org.asyndgan.core.release.ReleaseSettings;
import org.asyndgan.core.site.DiscriminatorSettings;
import org.asyndgan.core.site.ImageDistanceSettings;
import org.asyndgan.core.site.SiteDiscriminator;
import org.asyndgan.core.site.SiteLoop;
import org.asyndgan.core.site.SiteObserver;
import org.asyndgan.core.site.mask.RealPairs;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.core.site.privacy.PrivateTraining;
import org.asyndgan.core.site.privacy.TrainingHistory;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.nn.random.Seed;

/**
 * A generator and some sites on a {@link MemoryLog}, each of which can die and come back at any moment,
 * on a clock that a test moves.
 */
public final class Federation {

    private static final int SIZE = 8;

    /** Of its images and masks. */
    public static final RunShape SHAPE = new RunShape(1, SIZE, SIZE, 2);

    public final FailingWriter writer = new FailingWriter();
    public final MemoryLog log = new MemoryLog(true, writer, UnaryOperator.identity());
    private final GeneratorSettings settings;
    private final Map<SiteId, SiteDataset> datasets = new TreeMap<>();
    private final Map<SiteId, MemorySnapshots> siteSnapshots = new TreeMap<>();
    private final MemorySnapshots generatorSnapshots = new MemorySnapshots();
    private final Map<SiteId, SiteLoop> sites = new TreeMap<>();
    private final Map<SiteId, MemoryAccount> accounts = new TreeMap<>();
    private final Map<SiteId, UnaryOperator<SiteGradient>> lies = new TreeMap<>();
    private final SplittableRandom random;
    private CentralGenerator generator;
    private GeneratorLoop loop;
    private Instant now = Instant.EPOCH;

    /** @param folders one a site, with 8 x 8 grey images and labels 0 and 255 */
    public Federation(GeneratorSettings settings, List<Path> folders, long seed) {
        this.settings = settings;
        this.random = new SplittableRandom(seed);
        for (Path folder : folders) {
            SiteId site = new SiteId(folder.getFileName().toString());
            datasets.put(site, TinySites.read(folder, SIZE));
            siteSnapshots.put(site, new MemorySnapshots());
        }
    }

    /** Has a site's D trained under differential privacy from its next start on, with this account. */
    public void makePrivate(SiteId site, MemoryAccount account) {
        accounts.put(site, account);
    }

    /** Has a site answer something else than it computed, from its next start on. */
    public void tamper(SiteId site, UnaryOperator<SiteGradient> lie) {
        lies.put(site, lie);
    }

    /** Settings of a small run. */
    public static GeneratorSettings settings(long steps, int minSites, FoldSettings folding) {
        return settings(steps, minSites, 0, folding);
    }

    /** Settings of a small run that releases now and then. */
    public static GeneratorSettings settings(long steps, int minSites, long releaseEvery, FoldSettings folding) {
        return new GeneratorSettings(
                7,
                new Schedule(minSites, steps, 2, new LearningRate(0.05, 0.5)),
                0.9,
                Augmentation.DIHEDRAL,
                4,
                new ReleaseSettings(0, ReleaseMasks.SHARED, releaseEvery, ReleaseChoice.BEST),
                5,
                folding,
                PreviewSettings.NONE);
    }

    /** Settings of a small run that ends once its images stand still. */
    public static GeneratorSettings settingsUntilConverged(long steps, int minSites, FoldSettings folding) {
        return settingsUntilConverged(steps, minSites, Preview.MOST, folding);
    }

    /** The same with so many probes. */
    public static GeneratorSettings settingsUntilConverged(long steps, int minSites, int probes, FoldSettings folding) {
        GeneratorSettings fixed = settings(steps, minSites, folding);
        return new GeneratorSettings(
                fixed.seed(),
                new Schedule(minSites, steps, 2, fixed.schedule().learningRate(), Until.CONVERGED),
                fixed.averaging(),
                fixed.maskAugmentation(),
                fixed.rowsPerPass(),
                fixed.release(),
                fixed.snapshotEvery(),
                folding,
                new PreviewSettings(1, probes));
    }

    public List<SiteId> siteIds() {
        return List.copyOf(datasets.keySet());
    }

    /** Starts the generator, or lets it die and start again from snapshot and log. */
    public void startGenerator() {
        startGenerator(settings);
    }

    /** Starts the generator with another seed than its run began with. */
    public void startGeneratorWithSeed(long seed) {
        startGenerator(new GeneratorSettings(
                seed,
                settings.schedule(),
                settings.averaging(),
                settings.maskAugmentation(),
                settings.rowsPerPass(),
                settings.release(),
                settings.snapshotEvery(),
                settings.folding(),
                settings.previews()));
    }

    private void startGenerator(GeneratorSettings started) {
        LinearNetwork network = new LinearNetwork(2, 1, 0.3f, -0.2f);
        generator = new CentralGenerator(
                network,
                new Momentum(network.parameters()),
                new MaskLibrary(new Seed(started.seed()), started.maskAugmentation()),
                started);
        writer.failNext(FailingWriter.Fault.NONE);
        MemoryLog.GeneratorEnd end = log.generatorEnd(() -> random.nextInt(3));
        loop = new GeneratorLoop(
                generator,
                new FoldPlanner(started.folding(), started.schedule(), SHAPE, () -> now),
                end,
                end,
                end,
                generatorSnapshots,
                started,
                GeneratorObserver.NONE);
        loop.recover();
    }

    /** Starts a site, or lets it die and start again from snapshot and log. */
    public void startSite(SiteId site) {
        LinearNetwork network = new LinearNetwork(3, 1, 0.1f, 0.2f, -0.1f);
        SiteDataset dataset = datasets.get(site);
        SharedMasks masks = new SharedMasks(
                site, dataset, site.slug().getBytes(java.nio.charset.StandardCharsets.UTF_8), 1, new Seed(3));
        boolean isPrivate = accounts.containsKey(site);
        DiscriminatorSettings discriminator = new DiscriminatorSettings(
                AdversarialLoss.LEAST_SQUARES,
                new LearningRate(0.02, 1),
                settings.schedule().steps(),
                false,
                4,
                isPrivate ? ImageDistanceSettings.NEVER : new ImageDistanceSettings(3, 4));
        writer.failNext(FailingWriter.Fault.NONE);
        MemoryLog.SiteEnd end = log.siteEnd(site, () -> random.nextInt(3));
        SiteLoop started = new SiteLoop(
                isPrivate
                        ? SiteDiscriminator.underPrivacy(
                                network,
                                new Momentum(network.parameters()),
                                masks,
                                new PrivateTraining(masks.idsOfPairs(), 2, 1, 1),
                                accounts.get(site),
                                TrainingHistory.beginning(site.slug()),
                                discriminator,
                                1,
                                SIZE,
                                SIZE)
                        : new SiteDiscriminator(
                                network,
                                new Momentum(network.parameters()),
                                masks,
                                RealPairs.own(masks, step -> new Seed(5)
                                        .at(site.slug())
                                        .at(step)
                                        .random()),
                                discriminator,
                                1,
                                SIZE,
                                SIZE),
                masks,
                new SiteManifest(
                        site,
                        "session",
                        SiteManifest.Presence.JOINED,
                        dataset.trainSize(),
                        masks.count(),
                        SIZE,
                        SIZE,
                        1,
                        2,
                        "percentile",
                        0),
                end,
                new TamperedOutbox(end, lies.getOrDefault(site, UnaryOperator.identity())),
                siteSnapshots.get(site),
                discriminator,
                Duration.ofSeconds(10),
                () -> now,
                SiteObserver.NONE);
        started.recover();
        sites.put(site, started);
    }

    /** Has a site publish one mask more, and something else under the first id that it has published. */
    public void shareOtherMasks(SiteId site) {
        log.siteEnd(site, () -> 0).share(List.of(new SharedMask(site, "another", blank())));
        shareAnotherMaskUnderTheFirstId(site);
    }

    /** Has a site publish something else under the first id that it has published. */
    public void shareAnotherMaskUnderTheFirstId(SiteId site) {
        List<SharedMask> known = new ArrayList<>();
        log.generatorEnd(() -> 0).masks((mask, offset) -> {
            if (mask.site().equals(site)) {
                known.add(mask);
            }
        });
        log.siteEnd(site, () -> 0)
                .share(List.of(new SharedMask(site, known.get(0).id(), blank())));
    }

    /** Has a site publish a mask that does not fit the run. */
    public void shareLargeMask(SiteId site) {
        LabelMap large = LabelMap.of(2 * SIZE, 2 * SIZE, 2, new byte[4 * SIZE * SIZE]);
        log.siteEnd(site, () -> 0).share(List.of(new SharedMask(site, "large", large)));
    }

    private static LabelMap blank() {
        return LabelMap.of(SIZE, SIZE, 2, new byte[SIZE * SIZE]);
    }

    public MemorySnapshots generatorSnapshots() {
        return generatorSnapshots;
    }

    public MemorySnapshots siteSnapshots(SiteId site) {
        return siteSnapshots.get(site);
    }

    /** All take their turns until the generator has come so far. */
    public void runTo(long step) {
        for (int turn = 0; generator.version().step() < step; turn++) {
            if (turn > 20_000) {
                throw new AssertionError(
                        "The run stands still at step " + generator.version().step());
            }
            loop.turn();
            sites.values().forEach(SiteLoop::turn);
        }
    }

    public SiteLoop site(SiteId site) {
        return sites.get(site);
    }

    public GeneratorLoop loop() {
        return loop;
    }

    public CentralGenerator generator() {
        return generator;
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    /** The weights that the journal leads to, from the initial ones on. */
    public long replayedChecksum() {
        return replayedChecksum(0.3f, -0.2f);
    }

    /** @param initial weights to begin with, which a run had if it can be replayed with them */
    public long replayedChecksum(float... initial) {
        MemorySnapshots none = new MemorySnapshots();
        LinearNetwork network = new LinearNetwork(2, 1, initial);
        MaskLibrary masks = new MaskLibrary(new Seed(settings.seed()), settings.maskAugmentation());
        MemoryLog.GeneratorEnd end = log.generatorEnd(() -> 0);
        CentralGenerator fresh = new CentralGenerator(network, new Momentum(network.parameters()), masks, settings);
        new GeneratorLoop(
                        fresh,
                        new FoldPlanner(settings.folding(), settings.schedule(), SHAPE, () -> now),
                        end,
                        end,
                        end,
                        none,
                        settings,
                        GeneratorObserver.NONE)
                .recover();
        return fresh.checksum();
    }
}
