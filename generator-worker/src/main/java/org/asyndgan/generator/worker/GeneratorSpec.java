package org.asyndgan.generator.worker;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.asyndgan.core.checkpoint.NetworkCard;
import org.asyndgan.core.checkpoint.SnapshotFolder;
import org.asyndgan.core.checkpoint.TrainingIdentity;
import org.asyndgan.core.drawing.MaskLibrary;
import org.asyndgan.core.drawing.SiteCode;
import org.asyndgan.core.folding.FoldPlanner;
import org.asyndgan.core.generator.CentralGenerator;
import org.asyndgan.core.generator.GeneratorLoop;
import org.asyndgan.core.generator.GeneratorSettings;
import org.asyndgan.core.protocol.Preview;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.nn.architecture.ResnetGenerator;
import org.asyndgan.nn.architecture.ResnetSettings;
import org.asyndgan.nn.backend.Engine;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.optimizer.Adam;
import org.asyndgan.nn.optimizer.AdamSettings;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.transport.Resources;
import org.asyndgan.transport.link.EventOutbox;
import org.asyndgan.transport.link.GeneratorLink;
import org.asyndgan.transport.link.PreviewOutbox;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.topic.Topic;
import org.asyndgan.worker.Agent;
import org.asyndgan.worker.Introduction;
import org.asyndgan.worker.Preflight;
import org.asyndgan.worker.WorkerContext;
import org.asyndgan.worker.WorkerSpec;
import org.asyndgan.worker.setting.LinkProperties;
import org.asyndgan.worker.setting.Settings;
import org.asyndgan.worker.setting.SettingsLine;
import org.asyndgan.worker.state.EnoughMemory;
import org.asyndgan.worker.state.InitialWeights;
import org.asyndgan.worker.state.StateFolder;
import org.asyndgan.worker.telemetry.Events;
import org.asyndgan.worker.telemetry.ProcessMeters;

/** The generator's settings as values of the core, and how its parts are put together. */
final class GeneratorSpec implements WorkerSpec {

    /** Under which name snapshots and events say who computes. */
    static final String ENGINE = "engine";

    private static final String NAME = "generator";
    private static final String SHAPING =
            "asyndgan.generator.width, blocks, norm-layer, classes, channels and site-code";

    private final GeneratorProperties properties;
    private final Introduction introduction;
    private final List<SiteId> sites;
    private final GeneratorSettings settings;
    private final LinkSettings link;
    private final Path state;

    private GeneratorSpec(GeneratorProperties properties, LinkProperties linkProperties) {
        this.properties = properties;
        this.sites = properties.siteIds();
        this.settings = properties.settings();
        properties.network();
        this.link = linkProperties.settings();
        this.introduction = Introduction.of(NAME, link, properties, linkProperties);
        this.state = StateFolder.of(GeneratorProperties.PREFIX + ".state", properties.state());
    }

    /** @throws org.asyndgan.worker.setting.SettingsException if the settings cannot be or contradict each other */
    static GeneratorSpec of(Settings settings) {
        return new GeneratorSpec(settings.bind(GeneratorProperties.class), settings.bind(LinkProperties.class));
    }

    @Override
    public Introduction introduction() {
        return introduction;
    }

    @Override
    public Agent open(WorkerContext context) {
        ProcessMeters.bind(context.meters(), state);
        ResnetSettings network = properties.network();
        EnoughMemory.require(ResnetGenerator.memory(
                network, settings.rowsPerPass(), properties.imageSize(), properties.imageSize()));
        CentralGenerator generator = machine(
                properties,
                InitialWeights.keptIn(state, GeneratorProperties.INITIAL_WEIGHTS, properties.initialWeights()),
                context.resources());
        TrainingIdentity identity = identity(generator);
        new SnapshotFolder(state, properties.keepSnapshots(), identity, warning -> {}).requireSameTraining();
        NetworkCard.of(network, siteCodes()).writeTo(state);
        context.connections().watch(link);
        Preflight.check(
                link,
                topicsNeeded(),
                link.sizes(
                        properties.batchSize(),
                        properties.channels(),
                        properties.imageSize(),
                        sites.size(),
                        settings.folding().inFlight()));
        GeneratorLink topics = context.resources().add(new GeneratorLink(link, sites));
        GeneratorTelemetry telemetry = telemetry(context);
        GeneratorLoop loop = new GeneratorLoop(
                generator,
                new FoldPlanner(settings.folding(), settings.schedule(), properties.shape(), context.clock()),
                topics,
                topics,
                topics,
                new SnapshotFolder(state, properties.keepSnapshots(), identity, telemetry::damagedSnapshot),
                settings,
                telemetry);
        return new GeneratorAgent(loop, generator, telemetry);
    }

    /** Whoever draws with exported weights needs them. */
    private SortedMap<String, float[]> siteCodes() {
        SiteCode code = new SiteCode(new Seed(settings.seed()), properties.siteCode());
        SortedMap<String, float[]> codes = new TreeMap<>();
        if (code.channels() > 0) {
            sites.forEach(site -> codes.put(site.slug(), code.of(site)));
        }
        return codes;
    }

    /** Runs that were made before there were previews have no topic for them. */
    private List<Topic> topicsNeeded() {
        List<Topic> needed = new ArrayList<>(link.topics().ofGenerator(sites));
        if (properties.previewEvery() > 0) {
            needed.add(link.topics().previews());
        }
        return needed;
    }

    private Consumer<Preview> previewOutbox(WorkerContext context) {
        return properties.previewEvery() > 0
                ? context.resources().add(new PreviewOutbox(link))::publish
                : preview -> {};
    }

    /**
     * What the bits of the state depend on beside the log.
     *
     * @param generator as it begins
     */
    private TrainingIdentity identity(CentralGenerator generator) {
        return properties.identify(TrainingIdentity.of(link.topics().run(), NAME)
                .with(ENGINE, Engine.fingerprint())
                .with("checksum of the initial weights", Long.toHexString(generator.checksum())));
    }

    private GeneratorTelemetry telemetry(WorkerContext context) {
        InstantSource clock = context.clock();
        EventOutbox outbox =
                context.resources().add(new EventOutbox(link, link.topics().events(), NAME));
        return new GeneratorTelemetry(
                new GeneratorMeters(context.meters(), clock::millis),
                new Events(NAME, clock, outbox::emit),
                context.progress(),
                clock,
                settings.schedule().minSites(),
                properties,
                provenance(),
                previewOutbox(context));
    }

    /** What a run can be made again from, but for places on this machine. */
    private Map<String, String> provenance() {
        Map<String, String> provenance = new TreeMap<>(SettingsLine.entries(properties));
        provenance.remove(GeneratorProperties.PREFIX + ".state");
        provenance.remove(GeneratorProperties.INITIAL_WEIGHTS);
        provenance.put(ENGINE, Engine.fingerprint());
        provenance.put("java", Runtime.version().toString());
        return provenance;
    }

    /** The machine with its initial weights: those of a file, or else drawn from the seed. */
    static CentralGenerator machine(
            GeneratorProperties properties, InitialWeights initialWeights, Resources resources) {
        GeneratorSettings settings = properties.settings();
        Seed seed = new Seed(settings.seed());
        Network resnet = resources.add(new ResnetGenerator(
                properties.network(), seed.at("generator weights").value()));
        initialWeights.assignTo(resnet.parameters(), SHAPING);
        return new CentralGenerator(
                resnet,
                new Adam(resnet.parameters(), AdamSettings.GAN),
                new MaskLibrary(seed, settings.maskAugmentation(), properties.siteCode()),
                settings);
    }
}
