package org.asyndgan.command.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.asyndgan.command.plan.LocalData;
import org.asyndgan.command.plan.RunException;
import org.asyndgan.command.plan.RunFolder;
import org.asyndgan.command.plan.RunMasks;
import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.core.checkpoint.NetworkCard;
import org.asyndgan.core.checkpoint.SnapshotFolder;
import org.asyndgan.core.checkpoint.WholeFile;
import org.asyndgan.core.drawing.SiteCode;
import org.asyndgan.core.generator.SavedGenerator;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.site.DiscriminatorSettings;
import org.asyndgan.core.site.ImageDistanceSettings;
import org.asyndgan.core.site.SavedDiscriminator;
import org.asyndgan.core.site.mask.MaskSource;
import org.asyndgan.experiment.audit.AuditPage;
import org.asyndgan.experiment.audit.AuditedSite;
import org.asyndgan.experiment.audit.PrivacyAudit;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.folder.Split;
import org.asyndgan.nn.architecture.DiscriminatorKind;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.transport.Resources;
import org.asyndgan.worker.setting.RunDefaults;

/** Attacks on a run of this machine, each site with the images that it trained on and those that were held out. */
public final class LocalAudit {

    private static final int FEWEST_MEMBERS = 4;
    private static final int FEWEST_OTHERS = 2;

    private final RunSettings settings;
    private final RunFolder folder;

    private LocalAudit(RunSettings settings, RunFolder folder) {
        this.settings = settings;
        this.folder = folder;
    }

    /**
     * A run to be attacked.
     *
     * @param runs folder of the runs
     * @throws RunException ADG-322 if there is no such run
     */
    public static LocalAudit of(Path runs, String name) {
        RunFolder folder = RunFolder.existing(runs, name);
        return new LocalAudit(RunSettings.keptIn(folder), folder);
    }

    /**
     * What the attacks come to, of each site that has images enough on both sides.
     *
     * @param overKafka whether the sites are asked over a broker, each a process as in a run, instead of in this process
     * @throws RunException ADG-325 if none has
     */
    public List<PrivacyAudit.Findings> findings(boolean overKafka, InstantSource clock) {
        LocalData data = LocalData.look(settings);
        try (Resources resources = new Resources()) {
            List<AuditedSite> sites = sites(data, resources);
            if (sites.isEmpty()) {
                throw new RunException(
                        "ADG-325",
                        "Nothing was attacked: no site of run " + settings.name() + " has " + FEWEST_MEMBERS
                                + " training and " + FEWEST_OTHERS
                                + " held-out images, without which members cannot be told from others. Mark more pairs"
                                + " \"test\" in the manifest's column split and train again.");
            }
            Network generator = resources.add(generator());
            SiteCode code = new SiteCode(
                    new Seed(settings.seed()), settings.training().networks().siteCode());
            if (!overKafka) {
                return sites.stream()
                        .map(site -> PrivacyAudit.of(site, generator, code))
                        .toList();
            }
            QuestionedSites asked = resources.add(QuestionedSites.open(settings, data, folder, sites, clock));
            return sites.stream()
                    .map(site -> PrivacyAudit.of(site, generator, code, asked.site(site.name())))
                    .toList();
        }
    }

    private List<AuditedSite> sites(LocalData data, Resources resources) {
        List<AuditedSite> sites = new ArrayList<>();
        for (SiteFolder site : data.sites()) {
            SiteDataset dataset = data.load(site);
            List<TrainingPair> heldOut = dataset.testPairs();
            if (dataset.trainSize() >= FEWEST_MEMBERS && heldOut.size() >= FEWEST_OTHERS) {
                sites.add(site(site, dataset, heldOut, resources));
            }
        }
        return sites;
    }

    private AuditedSite site(SiteFolder site, SiteDataset dataset, List<TrainingPair> heldOut, Resources resources) {
        SiteId id = new SiteId(site.name());
        Path state = folder.site(site.name());
        NetworkCard card = NetworkCard.readFrom(state);
        Network discriminator = resources.add(card.open());
        discriminator
                .parameters()
                .assign(snapshots(state)
                        .newest(SavedDiscriminator::read)
                        .orElseThrow(() -> without(state))
                        .weights());
        return new AuditedSite(
                id,
                dataset,
                heldOut,
                maskSource(),
                RunMasks.of(settings).of(id, dataset, maskSource()),
                site.patientOfEach(Split.TRAIN),
                discriminator,
                settings(card));
    }

    private MaskSource maskSource() {
        String word = settings.properties().getOrDefault(RunSettings.MASK_SOURCE, MaskSource.OWN.name());
        return MaskSource.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private DiscriminatorSettings settings(NetworkCard card) {
        boolean isCoupled = "BATCH".equalsIgnoreCase(card.metadata().getOrDefault("norm-layer", ""));
        DiscriminatorKind kind = DiscriminatorKind.valueOf(
                card.metadata().getOrDefault("discriminator", "PATCH").toUpperCase(Locale.ROOT));
        return new DiscriminatorSettings(
                settings.training().loss(),
                new LearningRate(
                        settings.training().discriminatorLearningRate(), Double.parseDouble(RunDefaults.DECAY_FROM)),
                settings.training().steps(),
                isCoupled,
                1,
                ImageDistanceSettings.NEVER,
                kind,
                false);
    }

    private Network generator() {
        Path state = folder.generator();
        Network generator = NetworkCard.readFrom(state).open();
        generator
                .parameters()
                .assign(snapshots(state)
                        .newest(SavedGenerator::read)
                        .orElseThrow(() -> without(state))
                        .average());
        return generator;
    }

    private static SnapshotFolder snapshots(Path state) {
        return new SnapshotFolder(state, 1, warning -> {});
    }

    private static RunException without(Path state) {
        return new RunException(
                "ADG-615", "There is no snapshot in " + state + " yet; a worker writes its first after some steps.");
    }

    /**
     * Writes {@code audit.html} and {@code audit.json} into the run's folder.
     *
     * @return the page
     */
    public Path write(List<PrivacyAudit.Findings> findings) {
        Path page = folder.path().resolve("audit.html");
        try {
            String html = AuditPage.of(settings.name(), findings);
            byte[] numbers = RunSettings.JSON.writeValueAsBytes(AuditPage.numbers(findings));
            WholeFile.write(folder.path().resolve("audit.json"), file -> Files.write(file, numbers));
            WholeFile.write(page, file -> Files.writeString(file, html));
        } catch (IOException notWritten) {
            throw new RunException(
                    "ADG-703",
                    "The audit cannot be written to " + page + ": " + FileTrouble.reason(notWritten)
                            + ". Free space or fix the folder's permissions.",
                    notWritten);
        }
        return page;
    }
}
