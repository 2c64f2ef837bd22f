package org.asyndgan.bench.pipeline;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.asyndgan.core.checkpoint.SnapshotFolder;
import org.asyndgan.core.generator.Arrival;
import org.asyndgan.core.generator.CentralGenerator;
import org.asyndgan.core.folding.FoldPlanner;
import org.asyndgan.core.generator.GeneratorInbox;
import org.asyndgan.core.generator.GeneratorLoop;
import org.asyndgan.core.generator.GeneratorObserver;
import org.asyndgan.core.generator.GeneratorOutbox;
import org.asyndgan.core.drawing.MaskLibrary;
import org.asyndgan.core.generator.RunLog;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.core.protocol.SiteMessage;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.protocol.SyntheticSample;
import org.asyndgan.core.site.DiscriminatorSettings;
import org.asyndgan.core.site.RealPairs;
import org.asyndgan.core.site.SharedMasks;
import org.asyndgan.core.site.SiteDiscriminator;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.ClassTable;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.SiteFolder;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.network.PatchDiscriminator;
import org.asyndgan.nn.network.ResnetGenerator;
import org.asyndgan.nn.optimizer.Adam;
import org.asyndgan.nn.optimizer.AdamSettings;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.nn.random.Seed;

/** The same training with generator and discriminators in one process: calls instead of messages. */
final class InProcess implements GeneratorInbox, GeneratorOutbox, RunLog, AutoCloseable {

    private final Workload workload;
    private final Map<SiteId, SiteDiscriminator> sites = new TreeMap<>();
    private final List<Network> networks = new ArrayList<>();
    private final List<Arrival> presented = new ArrayList<>();
    private List<Arrival> answers = new ArrayList<>();
    private long offset;

    InProcess(Workload workload) {
        this.workload = workload;
        workload.siteIds().forEach(this::add);
    }

    private void add(SiteId site) {
        SiteDataset dataset = SiteDataset.load(
                SiteFolder.open(workload.images().resolve(site.slug())),
                new ClassTable(List.of(0, 255)),
                DatasetSettings.resized(Workload.SIDE).withChannels(1).with(Augmentation.NONE));
        SharedMasks masks = new SharedMasks(
                site, dataset, site.slug().getBytes(StandardCharsets.UTF_8), 1, new Seed(Workload.SEED));
        PatchDiscriminator network = new PatchDiscriminator(workload.size().discriminator(), Workload.SEED);
        networks.add(network);
        sites.put(
                site,
                new SiteDiscriminator(
                        network,
                        new Adam(network.parameters(), AdamSettings.GAN),
                        masks,
                        RealPairs.namedByGenerator(masks),
                        new DiscriminatorSettings(
                                AdversarialLoss.LEAST_SQUARES,
                                new LearningRate(Workload.LEARNING_RATE, 0.5),
                                workload.steps(),
                                false,
                                100),
                        1,
                        Workload.SIDE,
                        Workload.SIDE));
        presented.add(new Arrival.Presented(
                new SiteManifest(
                        site,
                        "bench",
                        SiteManifest.Presence.JOINED,
                        dataset.trainSize(),
                        masks.count(),
                        Workload.SIDE,
                        Workload.SIDE,
                        1,
                        Workload.CLASSES,
                        "percentile",
                        0),
                0));
        masks.all().forEach(mask -> presented.add(new Arrival.Shared(mask)));
    }

    /** Trains and measures, the first steps apart. */
    Speed run() {
        ResnetGenerator network = new ResnetGenerator(workload.size().generator(), Workload.SEED);
        networks.add(network);
        CentralGenerator generator = new CentralGenerator(
                network,
                new Adam(network.parameters(), AdamSettings.GAN),
                new MaskLibrary(new Seed(Workload.SEED), Augmentation.DIHEDRAL),
                workload.generator());
        GeneratorLoop loop = new GeneratorLoop(
                generator,
                new FoldPlanner(
 workload.generator().folding(), workload.generator().schedule(), Workload.SHAPE, InstantSource.system()),
                this,
                this,
                this,
                new SnapshotFolder(workload.folder().resolve("snapshots-" + workload.name()), 1, warning -> {}),
                workload.generator(),
                GeneratorObserver.NONE);
        loop.recover();
        while (generator.version().step() < workload.warmUp()) {
            loop.turn();
        }
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long wall = System.nanoTime();
        long cpu = system.getProcessCpuTime();
        while (!loop.isFinished()) {
            loop.turn();
        }
        double steps = (double) workload.steps() - workload.warmUp();
        return new Speed(
                workload.size(),
                workload.sites(),
                steps / ((System.nanoTime() - wall) / 1e9),
                (system.getProcessCpuTime() - cpu) / 1e9 / steps);
    }

    @Override
    public List<Arrival> gather() {
        return List.copyOf(presented);
    }

    @Override
    public void startAt(Map<SiteId, Long> positions) {}

    @Override
    public List<Arrival> poll() {
        List<Arrival> arrived = answers;
        answers = new ArrayList<>();
        return arrived;
    }

    @Override
    public void mute(SiteId site) {}

    @Override
    public List<SharedMask> masks() {
        return List.of();
    }

    @Override
    public void answers(SiteId site, long end, Consumer<Arrival> taker) {}

    @Override
    public SiteGradient read(SiteId site, long at) {
        throw new UnsupportedOperationException("A run in one process has no log");
    }

    @Override
    public long commit(FoldRecord record, List<? extends SiteMessage> messages) {
        for (SiteMessage message : messages) {
            if (message instanceof SyntheticBatch batch) {
                SiteGradient gradient = sites.get(batch.id().site()).answer(batch, () -> 0);
                answers.add(new Arrival.Answer(gradient, offset++));
            }
        }
        return offset;
    }

    @Override
    public long replay(long position, Consumer<FoldRecord> records) {
        return 0;
    }

    @Override
    public void remaining(Consumer<FoldRecord> records) {}

    @Override
    public void refuse(Arrival.Presented site, Rejection why) {
        throw new IllegalStateException("The site " + why.reason());
    }

    @Override
    public void release(List<SyntheticSample> samples) {}

    @Override
    public void close() {
        networks.forEach(Network::close);
    }
}
