package org.asyndgan.discriminator.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.asyndgan.core.checkpoint.NetworkCard;
import org.asyndgan.core.checkpoint.SnapshotFolder;
import org.asyndgan.core.checkpoint.TrainingIdentity;
import org.asyndgan.core.checkpoint.WeightsChecksum;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.core.site.DiscriminatorSettings;
import org.asyndgan.core.site.SiteDiscriminator;
import org.asyndgan.core.site.SiteLoop;
import org.asyndgan.core.site.mask.MaskSource;
import org.asyndgan.core.site.mask.PairChoice;
import org.asyndgan.core.site.mask.RealPairs;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.core.site.privacy.TrainingHistory;
import org.asyndgan.discriminator.page.SitePageProperties;
import org.asyndgan.discriminator.page.SiteView;
import org.asyndgan.discriminator.page.Wishes;
import org.asyndgan.imaging.dataset.PairMemory;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.folder.PairFile;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.folder.Split;
import org.asyndgan.imaging.inspect.InspectedSite;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.nn.architecture.DiscriminatorNetwork;
import org.asyndgan.nn.backend.Engine;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.optimizer.Adam;
import org.asyndgan.nn.optimizer.AdamSettings;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.privacy.secret.SecretCoins;
import org.asyndgan.transport.codec.RunCodec;
import org.asyndgan.transport.link.EventOutbox;
import org.asyndgan.transport.link.SiteLink;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.worker.Agent;
import org.asyndgan.worker.Introduction;
import org.asyndgan.worker.Preflight;
import org.asyndgan.worker.WorkerContext;
import org.asyndgan.worker.WorkerSpec;
import org.asyndgan.worker.setting.LinkProperties;
import org.asyndgan.worker.setting.Settings;
import org.asyndgan.worker.setting.SettingsException;
import org.asyndgan.worker.setting.SettingsLine;
import org.asyndgan.worker.state.EnoughMemory;
import org.asyndgan.worker.state.InitialWeights;
import org.asyndgan.worker.state.StateFolder;
import org.asyndgan.worker.telemetry.Events;
import org.asyndgan.worker.telemetry.ProcessMeters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A site's settings as values of the core, its images read, and how its parts are put together. */
final class SiteSpec implements WorkerSpec {

    private static final Logger LOG = LoggerFactory.getLogger(SiteSpec.class);
    private static final String INITIAL_WEIGHTS = SiteProperties.PREFIX + ".initial-weights";
    private static final String SHAPING =
            "asyndgan.site.width, layers, norm-layer, channels and the number of label-values";

    private final SiteProperties properties;
    private final Introduction introduction;
    private final SiteView view;
    private final Wishes wishes;
    private final SiteId site;
    private final DiscriminatorSettings settings;
    private final LinkSettings link;
    private final Path state;
    private final SiteDataset dataset;
    private final List<PairFile> trainingFiles;
    private final DiscriminatorNetwork network;

    private SiteSpec(SiteProperties properties, LinkSettings link, String effective, SiteView view, Wishes wishes) {
        this.properties = properties;
        this.view = view;
        this.wishes = wishes;
        this.site = properties.site();
        this.settings = properties.settings();
        SitePrivacy.requireWanted(properties);
        this.link = link;
        this.introduction = new Introduction("site-" + site, Map.of("run", link.run(), "site", site.slug()), effective);
        this.state = StateFolder.of(SiteProperties.PREFIX + ".state", properties.state());
        SiteFolder folder = folder(properties);
        this.trainingFiles = folder.pairs(Split.TRAIN);
        this.dataset = dataset(properties, folder);
        this.network = properties.network(dataset.classes().classes());
    }

    /**
     * Checks the settings and reads the site's images.
     *
     * @throws SettingsException if the settings cannot be or contradict each other
     * @throws org.asyndgan.imaging.folder.DatasetException if a folder or a file is wrong
     */
    static SiteSpec of(Settings settings) {
        return with(settings, LinkProperties::settings);
    }

    /** The same for a site that connects to nothing, so that it need not know of broker and registry. */
    static SiteSpec alone(Settings settings) {
        return with(settings, LinkProperties::connectingNowhere);
    }

    private static SiteSpec with(Settings settings, Function<LinkProperties, LinkSettings> linking) {
        SiteProperties properties = settings.bind(SiteProperties.class);
        LinkProperties link = settings.bind(LinkProperties.class);
        return new SiteSpec(
                properties,
                linking.apply(link),
                SettingsLine.of(properties, link, settings.bind(SitePageProperties.class)),
                settings.bean(SiteView.class),
                settings.bean(Wishes.class));
    }

    private static SiteFolder folder(SiteProperties properties) {
        if (properties.data() == null) {
            throw SettingsException.missing(
                    SiteProperties.PREFIX + ".data", "the folder with the site's images and labels");
        }
        SiteFolder folder = SiteFolder.open(Path.of(properties.data()))
                .named(properties.site().slug())
                .with(properties.mapping());
        folder.require(Split.TRAIN, 1);
        return folder;
    }

    private static SiteDataset dataset(SiteProperties properties, SiteFolder folder) {
        requireMemory(properties, folder);
        InspectedSite read =
                InspectedSite.load(Path.of(properties.data()), folder, properties.classes(), properties.dataset());
        read.inspection().doubts().forEach(doubt -> LOG.warn("Doubt site={} text=\"{}\"", folder.name(), doubt.text()));
        read.inspection().requireAccepted(properties.acceptDoubts(), SiteProperties.PREFIX + ".accept-doubts=true");
        return read.dataset();
    }

    /** Real and synthetic images share a pass. */
    private static void requireMemory(SiteProperties properties, SiteFolder folder) {
        int classes = properties.classes().map(ClassTable::classes).orElse(2);
        EnoughMemory.require(properties
                .network(classes)
                .memory(2 * properties.batchSize(), properties.imageSize(), properties.imageSize())
                .plusImages(PairMemory.of(folder, properties.dataset()).loading()));
    }

    @Override
    public Introduction introduction() {
        return introduction;
    }

    @Override
    public Agent open(WorkerContext context) {
        ProcessMeters.bind(context.meters(), state);
        Network patches = patches(context, InitialWeights.keptIn(state, INITIAL_WEIGHTS, properties.initialWeights()));
        SharedMasks masks = masks();
        Optional<SitePrivacy> privacy = privacy(masks);
        TrainingIdentity identity = identity(patches, masks, privacy);
        new SnapshotFolder(state, properties.keepSnapshots(), identity, warning -> {}).requireSameTraining();
        PairChoice pairs = realPairs();
        SiteDiscriminator discriminator = privacy.isPresent()
                ? privately(context, patches, masks, privacy.get(), identity)
                : discriminator(patches, masks, pairs(pairs, masks));
        NetworkCard.of(network).writeTo(state);
        view.opened(facts(patches, masks), masks);
        context.connections().watch(link);
        Preflight.check(
                link,
                link.topics().ofSite(site),
                link.sizes(properties.batchSize(), properties.channels(), properties.imageSize(), 1, 1));
        SiteLink inboxAndOutbox = context.resources().add(new SiteLink(link, site));
        EventOutbox events =
                context.resources().add(new EventOutbox(link, link.topics().events(site), introduction.name()));
        SiteTelemetry telemetry = telemetry(context, events::emit);
        SiteLoop loop = new SiteLoop(
                discriminator,
                masks,
                manifest(masks),
                inboxAndOutbox,
                inboxAndOutbox,
                new SnapshotFolder(state, properties.keepSnapshots(), identity, telemetry::damagedSnapshot),
                settings,
                properties.heartbeatEvery(),
                context.clock(),
                telemetry);
        return new SiteAgent(loop, telemetry, wishes);
    }

    /**
     * Lets the site join nothing but a folder, which takes what its topics would: the same masks under the same ids, the
     * same manifest but for its session, the same events.
     *
     * <p>Nothing is connected. Of the state folder only the secret of the masks' ids is made where it is missing, and with
     * differential privacy the ledger, to which nothing is charged.
     *
     * @return what people read of it
     */
    DryRun rehearse(WorkerContext context, Path folder) {
        SharedMasks masks = masks();
        Optional<SitePrivacy> privacy = privacy(masks);
        Network patches =
                patches(context, InitialWeights.lookedUpIn(state, INITIAL_WEIGHTS, properties.initialWeights()));
        TrainingIdentity identity = identity(patches, masks, privacy);
        new SnapshotFolder(state, properties.keepSnapshots(), identity, warning -> {}).requireSameTraining();
        PairChoice choice = settled(new PairChoiceFile(state));
        SiteDiscriminator discriminator = privacy.isPresent()
                ? privately(context, patches, masks, privacy.get(), identity)
                : discriminator(patches, masks, RealPairs.namedByGenerator(masks));
        DryRun dryRun = new DryRun(folder, link.run(), new RunCodec(link.run(), link.images(), link.gradients()));
        new SiteLoop(
                        discriminator,
                        masks,
                        manifest(masks),
                        dryRun,
                        dryRun,
                        dryRun,
                        settings,
                        properties.heartbeatEvery(),
                        context.clock(),
                        telemetry(context, dryRun::emit))
                .recover();
        dryRun.conclude(new DryRun.Home(patients(), choice, properties, SettingsLine.entries(properties)));
        return dryRun;
    }

    /** How many patients the training images are of; nothing where that is not known of all of them. */
    private OptionalInt patients() {
        List<Optional<String>> named =
                trainingFiles.stream().map(PairFile::patient).toList();
        return named.stream().allMatch(Optional::isPresent)
                ? OptionalInt.of((int) named.stream().distinct().count())
                : OptionalInt.empty();
    }

    private Optional<SitePrivacy> privacy(SharedMasks masks) {
        return properties.isPrivate()
                ? Optional.of(SitePrivacy.of(properties, trainingFiles, masks, state))
                : Optional.empty();
    }

    private SiteView.Facts facts(Network patches, SharedMasks masks) {
        return new SiteView.Facts(
                link.topics().run(),
                site.slug(),
                dataset.trainSize(),
                masks.count(),
                properties.channels(),
                properties.imageSize(),
                properties.imageSize(),
                patches.parameters().count(),
                properties.loss().name(),
                properties.steps(),
                properties.sendRealScores(),
                introduction.effective());
    }

    /**
     * What the bits of the state depend on beside the log.
     *
     * @param patches as they begin
     */
    private TrainingIdentity identity(Network patches, SharedMasks masks, Optional<SitePrivacy> privacy) {
        TrainingIdentity identity = properties.identify(TrainingIdentity.of(
                        link.topics().run(), introduction.name())
                .with("engine", Engine.fingerprint())
                .with(
                        "checksum of the initial weights",
                        Long.toHexString(WeightsChecksum.of(patches.parameters().values())))
                .with("checksum of the masks' ids", Long.toHexString(masks.checksum()))
                .with("label-values", dataset.classes()));
        return privacy.map(own -> identity.with("differential privacy", own.identity()))
                .orElse(identity);
    }

    private SiteTelemetry telemetry(WorkerContext context, Consumer<RunEvent> events) {
        return new SiteTelemetry(
                site,
                properties.logEvery(),
                properties.loss(),
                properties.sendRealScores(),
                context.meters(),
                new Events(RunEvent.sourceOf(site), context.clock(), events),
                context.progress(),
                view,
                context.clock());
    }

    private SharedMasks masks() {
        byte[] secret = properties.maskSeed() == null
                ? SiteSecret.MASKS.keptIn(state)
                : SiteSecret.MASKS.derivedFrom(properties.maskSeed(), site);
        return SiteMasks.of(
                site, dataset, properties.maskSource(), secret, properties.viewsPerPair(), properties.seed());
    }

    /** Who chooses the real pairs; written down before anything else of a run is. */
    private PairChoice realPairs() {
        PairChoiceFile file = new PairChoiceFile(state);
        PairChoice choice = settled(file);
        if (!file.isThere()) {
            if (choice == PairChoice.OWN && properties.maskSeed() == null) {
                SiteSecret.PAIRS.keptIn(state);
            }
            file.keep(choice);
        }
        return choice;
    }

    private PairChoice settled(PairChoiceFile file) {
        PairChoice choice = file.settled(Optional.ofNullable(properties.realPairs()));
        if (choice == PairChoice.NAMED_BY_GENERATOR && properties.maskSource() == MaskSource.MORPHED) {
            throw SettingsException.refused(SiteProperties.PREFIX + ".mask-source=morphed cannot be had with "
                    + SiteProperties.PREFIX + ".real-pairs=named-by-generator: no real image belongs to a morphed mask."
                    + " Leave one of them out");
        }
        return choice;
    }

    private RealPairs pairs(PairChoice choice, SharedMasks masks) {
        if (choice == PairChoice.NAMED_BY_GENERATOR) {
            return RealPairs.namedByGenerator(masks);
        }
        SecretCoins coins = new SecretCoins(
                properties.maskSeed() == null
                        ? SiteSecret.PAIRS.foundIn(state)
                        : SiteSecret.PAIRS.derivedFrom(properties.maskSeed(), site));
        return RealPairs.own(masks, step -> coins.at("real pairs", step));
    }

    private Seed seed() {
        return SiteMasks.seedOf(site, properties.seed());
    }

    /** The network with its initial weights: those of a file, or else drawn from the seed. */
    private Network patches(WorkerContext context, InitialWeights initial) {
        Network patches = context.resources()
                .add(network.open(seed().at("discriminator weights").value()));
        initial.assignTo(patches.parameters(), SHAPING);
        return patches;
    }

    private SiteDiscriminator discriminator(Network patches, SharedMasks masks, RealPairs pairs) {
        return new SiteDiscriminator(
                patches,
                new Adam(patches.parameters(), AdamSettings.GAN),
                masks,
                pairs,
                settings,
                properties.channels(),
                properties.imageSize(),
                properties.imageSize());
    }

    private SiteDiscriminator privately(
            WorkerContext context, Network patches, SharedMasks masks, SitePrivacy privacy, TrainingIdentity identity) {
        LedgerAccount account =
                context.resources().add(privacy.open(link.topics().run(), context.clock()));
        LOG.info("Private site={} text=\"{}\"", site, account.statement().words());
        return SiteDiscriminator.underPrivacy(
                patches,
                new Adam(patches.parameters(), AdamSettings.GAN),
                masks,
                privacy.training(),
                account,
                TrainingHistory.beginning(identity.toString(), dataset.fingerprint(), digest(patches)),
                settings,
                properties.channels(),
                properties.imageSize(),
                properties.imageSize());
    }

    private static String digest(Network patches) {
        float[] weights = patches.parameters().values();
        return Integer.toHexString(java.util.Arrays.hashCode(weights)) + Long.toHexString(WeightsChecksum.of(weights));
    }

    private SiteManifest manifest(SharedMasks masks) {
        return new SiteManifest(
                site,
                UUID.randomUUID().toString(),
                SiteManifest.Presence.JOINED,
                dataset.trainSize(),
                masks.count(),
                properties.imageSize(),
                properties.imageSize(),
                properties.channels(),
                dataset.classes().classes(),
                properties.intensityScaling().name().toLowerCase(Locale.ROOT),
                0);
    }
}
