package org.asyndgan.bench.pipeline;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.asyndgan.core.checkpoint.SnapshotFolder;
import org.asyndgan.core.drawing.MaskLibrary;
import org.asyndgan.core.folding.FoldPlanner;
import org.asyndgan.core.generator.CentralGenerator;
import org.asyndgan.core.generator.GeneratorLoop;
import org.asyndgan.core.generator.GeneratorObserver;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.localstack.LocalStack;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.BrokerSettings;
import org.asyndgan.transport.RegistrySettings;
import org.asyndgan.transport.link.GeneratorLink;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.schema.SchemaProvisioner;
import org.asyndgan.transport.schema.SchemaRegistry;
import org.asyndgan.transport.topic.RecordSizes;
import org.asyndgan.transport.topic.TopicProvisioner;
import org.asyndgan.transport.topic.TopicSettings;
import org.asyndgan.transport.topic.Topics;

/** The generator's loop and links, without any compute, against a crowd of sites that answer at once. */
final class Crowd {

    private static final int MAX_RECORD_BYTES = 16 << 20;
    private static final int WARM_UP = 2;

    private final LocalStack stack;
    private final Workload workload;

    Crowd(LocalStack stack, Workload workload) {
        this.stack = stack;
        this.workload = workload;
    }

    Measured run() throws InterruptedException {
        LinkSettings link = new LinkSettings(
                new Topics("crowd-" + workload.sites()),
                BrokerSettings.plain(stack.broker().bootstrapServers()),
                RegistrySettings.plain(stack.registry().url()),
                Dtype.UINT8,
                Dtype.FLOAT16,
                MAX_RECORD_BYTES);
        List<SiteId> sites = workload.siteIds();
        provision(link, sites);
        try (Swarm swarm = new Swarm(link, sites)) {
            swarm.present();
            Thread answers = new Thread(swarm, "swarm");
            answers.setDaemon(true);
            answers.start();
            return lead(link, sites);
        }
    }

    private void provision(LinkSettings link, List<SiteId> sites) {
        try (TopicProvisioner provisioner = new TopicProvisioner(link.broker());
                SchemaRegistry registry = new SchemaRegistry(link.registry())) {
            provisioner.provision(
                    link.topics().all(sites),
                    TopicSettings.replicated(1),
                    new RecordSizes(
                            workload.size().batch(),
                            1,
                            Workload.SIDE,
                            Workload.SIDE,
                            Dtype.UINT8,
                            Dtype.FLOAT16,
                            sites.size(),
                            1));
            new SchemaProvisioner(registry).provision(link.topics().all(sites));
        }
    }

    private Measured lead(LinkSettings link, List<SiteId> sites) {
        long before = heap();
        NoCompute network = new NoCompute();
        CentralGenerator generator = new CentralGenerator(
                network, network, new MaskLibrary(new Seed(Workload.SEED), Augmentation.NONE), workload.generator());
        Path snapshots = workload.folder().resolve("crowd-" + workload.sites());
        try (GeneratorLink topics = new GeneratorLink(link, sites)) {
            GeneratorLoop loop = new GeneratorLoop(
                    generator,
                    new FoldPlanner(
                            workload.generator().folding(),
                            workload.generator().schedule(),
                            Workload.SHAPE,
                            InstantSource.system()),
                    topics,
                    topics,
                    topics,
                    new SnapshotFolder(snapshots, 1, warning -> {}),
                    workload.generator(),
                    GeneratorObserver.NONE);
            loop.recover();
            while (generator.version().step() < WARM_UP) {
                loop.turn();
            }
            long wall = System.nanoTime();
            long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            while (!loop.isFinished()) {
                loop.turn();
            }
            double gradients = (double) (workload.steps() - WARM_UP) * workload.sites();
            return new Measured(
                    workload.sites(),
                    gradients / ((System.nanoTime() - wall) / 1e9),
                    (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e6 / gradients,
                    Math.max(0, heap() - before) / (double) (1 << 20));
        }
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /**
     * What came of it.
     *
     * @param gradientsPerSecond through codec, broker and fold
     * @param cpuMillisPerGradient of the generator's thread
     * @param heapMebibytes of the generator's state and links, its masks included
     */
    record Measured(int sites, double gradientsPerSecond, double cpuMillisPerGradient, double heapMebibytes) {}
}
