package org.asyndgan.segmentation.worker;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.asyndgan.core.checkpoint.SnapshotFolder;
import org.asyndgan.core.checkpoint.TrainingIdentity;
import org.asyndgan.core.checkpoint.WeightsChecksum;
import org.asyndgan.core.segmentation.SegmentationLoop;
import org.asyndgan.core.segmentation.SegmentationSettings;
import org.asyndgan.core.segmentation.SegmentationTraining;
import org.asyndgan.core.segmentation.Validation;
import org.asyndgan.core.segmentation.prediction.NetworkInputs;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.nn.architecture.UNet;
import org.asyndgan.nn.architecture.UNetSettings;
import org.asyndgan.nn.backend.Engine;
import org.asyndgan.nn.loss.SegmentationLoss;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.optimizer.Adam;
import org.asyndgan.nn.optimizer.AdamSettings;
import org.asyndgan.transport.link.EventOutbox;
import org.asyndgan.transport.link.SampleLink;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.topic.Topics;
import org.asyndgan.worker.Agent;
import org.asyndgan.worker.Introduction;
import org.asyndgan.worker.Preflight;
import org.asyndgan.worker.WorkerContext;
import org.asyndgan.worker.WorkerSpec;
import org.asyndgan.worker.setting.LinkProperties;
import org.asyndgan.worker.setting.Settings;
import org.asyndgan.worker.state.EnoughMemory;
import org.asyndgan.worker.state.InitialWeights;
import org.asyndgan.worker.state.StateFolder;
import org.asyndgan.worker.telemetry.Events;
import org.asyndgan.worker.telemetry.Pace;
import org.asyndgan.worker.telemetry.ProcessMeters;

/** The trainer's settings as values of the core, the held-out images read, and how its parts are put together. */
final class SegmenterSpec implements WorkerSpec {

    private static final String NAME = "segmenter";
    private static final String INITIAL_WEIGHTS = SegmenterProperties.PREFIX + ".initial-weights";
    private static final String SHAPING = "asyndgan.segmenter.width, depth, channels and the number of label-values";

    private final SegmenterProperties properties;
    private final Introduction introduction;
    private final SegmentationSettings settings;
    private final LinkSettings link;
    private final Path state;
    private final List<HeldOutSite> sites;
    private final UNetSettings network;
    private final NetworkInputs inputs;

    private SegmenterSpec(SegmenterProperties properties, LinkProperties linkProperties) {
        this.properties = properties;
        this.settings = properties.settings();
        this.link = linkProperties.settings();
        this.introduction = Introduction.of(NAME, link, properties, linkProperties);
        this.state = StateFolder.of(SegmenterProperties.PREFIX + ".state", properties.state());
        List<String> folders = properties.requiredTestFolders();
        ClassTable classes = properties.classes().orElseGet(() -> HeldOutSite.classesIn(folders, properties.mapping()));
        this.network = properties.network(classes.classes());
        this.inputs = new NetworkInputs(network, properties.dataset(), classes, settings.averaged());
        EnoughMemory.require(UNet.memory(network, settings.batchSize(), properties.imageSize(), properties.imageSize())
                .plusImages(HeldOutSite.heapBytes(folders, properties.mapping(), properties.dataset())));
        this.sites = HeldOutSite.load(folders, properties.mapping(), classes, properties.dataset());
    }

    /**
     * Checks the settings and reads the held-out images.
     *
     * @throws org.asyndgan.worker.setting.SettingsException if the settings cannot be or contradict each other
     * @throws org.asyndgan.imaging.folder.DatasetException if a folder or a file is wrong
     */
    static SegmenterSpec of(Settings settings) {
        return new SegmenterSpec(settings.bind(SegmenterProperties.class), settings.bind(LinkProperties.class));
    }

    @Override
    public Introduction introduction() {
        return introduction;
    }

    @Override
    public Agent open(WorkerContext context) {
        ProcessMeters.bind(context.meters(), state);
        Network unet = context.resources().add(new UNet(network, settings.initialWeights()));
        Optional<String> begunWith = InitialWeights.keptIn(state, INITIAL_WEIGHTS, properties.initialWeights())
                .assignTo(unet.parameters(), SHAPING);
        Validation validation = validation();
        TrainingIdentity identity = identity(unet, validation);
        new SnapshotFolder(state, properties.keepSnapshots(), identity, warning -> {}).requireSameTraining();
        context.connections().watch(link);
        Topics topics = link.topics();
        Preflight.check(
                link,
                List.of(topics.samples(), topics.events(), topics.dead()),
                link.sizes(1, properties.channels(), properties.imageSize(), 1, 1));
        SampleLink inbox = context.resources().add(new SampleLink(link));
        EventOutbox outbox = context.resources().add(new EventOutbox(link, topics.events(), NAME));
        SegmenterTelemetry telemetry = new SegmenterTelemetry(
                context.meters(),
                new Events(NAME, context.clock(), outbox::emit),
                context.progress(),
                new Pace(context.clock()),
                properties);
        telemetry.read(sites);
        SegmentationTraining training = new SegmentationTraining(
                unet, new Adam(unet.parameters(), AdamSettings.SUPERVISED), SegmentationLoss.BOTH, settings);
        SegmentationLoop loop = new SegmentationLoop(
                training,
                properties.learning(),
                validation,
                new FittingSamples(inbox, sites.get(0).test().get(0)),
                new SnapshotFolder(state, properties.keepSnapshots(), identity, telemetry::damagedSnapshot),
                properties.snapshotEvery(),
                formerIdentity(validation, begunWith),
                telemetry);
        return new SegmenterAgent(loop, training::score, sites, results(unet, begunWith), telemetry);
    }

    private Validation validation() {
        return new Validation(
                sites.stream().flatMap(site -> site.validation().stream()).toList(), properties.validateEvery());
    }

    /**
     * What the bits of the state depend on beside the samples.
     *
     * @param unet as it begins
     */
    private TrainingIdentity identity(Network unet, Validation validation) {
        return properties.identify(TrainingIdentity.of(link.topics().run(), NAME)
                .with("engine", Engine.fingerprint())
                .with(
                        "checksum of the initial weights",
                        Long.toHexString(WeightsChecksum.of(unet.parameters().values())))
                .with("label-values", inputs.classes())
                .with("validation pairs", validation.pairs().size()));
    }

    /** The same as snapshots of format 1 have it. */
    private String formerIdentity(Validation validation, Optional<String> begunWith) {
        return "run " + link.topics().run() + ", " + properties.formerly(inputs.classes()) + ", "
                + validation.pairs().size() + " validation pairs every " + validation.every() + " steps"
                + begunWith.map(weights -> ", initial weights " + weights).orElse("");
    }

    /** The network's weights, then the scores: whoever sees these finds those. */
    private SegmenterAgent.Results results(Network unet, Optional<String> begunWith) {
        ResultFiles files = new ResultFiles(state);
        return (provenance, overall, bySite) -> {
            Map<String, Object> whole = new LinkedHashMap<>();
            whole.put("run", link.topics().run());
            whole.put("seed", settings.seed());
            begunWith.ifPresent(weights -> whole.put("initialWeights", weights));
            whole.putAll(provenance);
            files.writeNetwork(unet.parameters(), inputs.metadata(whole));
            files.writeScores(whole, overall, bySite);
        };
    }
}
