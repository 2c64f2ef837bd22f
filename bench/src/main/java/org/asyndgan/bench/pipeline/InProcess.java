package org.asyndgan.bench.pipeline;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.asyndgan.core.drawing.MaskLibrary;
import org.asyndgan.core.generator.CentralGenerator;
import org.asyndgan.core.generator.GeneratorObserver;
import org.asyndgan.core.memory.InProcessRun;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.site.DiscriminatorSettings;
import org.asyndgan.core.site.SiteDiscriminator;
import org.asyndgan.core.site.mask.RealPairs;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.nn.architecture.PatchDiscriminator;
import org.asyndgan.nn.architecture.ResnetGenerator;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.optimizer.Adam;
import org.asyndgan.nn.optimizer.AdamSettings;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.nn.random.Seed;

/** The same training with generator and discriminators in one process: calls instead of messages. */
final class InProcess implements AutoCloseable {

    private final Workload workload;
    private final List<Network> networks = new ArrayList<>();
    private final InProcessRun run;

    InProcess(Workload workload) {
        this.workload = workload;
        ResnetGenerator network = new ResnetGenerator(workload.size().generator(), Workload.SEED);
        networks.add(network);
        CentralGenerator generator = new CentralGenerator(
                network,
                new Adam(network.parameters(), AdamSettings.GAN),
                new MaskLibrary(new Seed(Workload.SEED), Augmentation.DIHEDRAL),
                workload.generator());
        this.run = new InProcessRun(
                generator, workload.generator(), Workload.SHAPE, UnaryOperator.identity(), GeneratorObserver.NONE);
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
        DiscriminatorSettings settings = new DiscriminatorSettings(
                AdversarialLoss.LEAST_SQUARES,
                new LearningRate(Workload.LEARNING_RATE, 0.5),
                workload.steps(),
                false,
                100);
        SiteDiscriminator discriminator = new SiteDiscriminator(
                network,
                new Adam(network.parameters(), AdamSettings.GAN),
                masks,
                RealPairs.namedByGenerator(masks),
                settings,
                1,
                Workload.SIDE,
                Workload.SIDE);
        run.add(site, discriminator, masks, dataset.trainSize(), settings);
    }

    /** Trains and measures, the first steps apart. */
    Speed run() {
        run.runTo(workload.warmUp());
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long wall = System.nanoTime();
        long cpu = system.getProcessCpuTime();
        run.runTo(workload.steps());
        double steps = (double) workload.steps() - workload.warmUp();
        return new Speed(
                workload.size(),
                workload.sites(),
                steps / ((System.nanoTime() - wall) / 1e9),
                (system.getProcessCpuTime() - cpu) / 1e9 / steps);
    }

    @Override
    public void close() {
        networks.forEach(Network::close);
    }
}
