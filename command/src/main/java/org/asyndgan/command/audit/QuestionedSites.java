package org.asyndgan.command.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.asyndgan.command.plan.LocalData;
import org.asyndgan.command.plan.RunException;
import org.asyndgan.command.plan.RunFolder;
import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.command.process.Arguments;
import org.asyndgan.command.process.Launcher;
import org.asyndgan.command.process.LocalCluster;
import org.asyndgan.command.process.WorkerProcesses;
import org.asyndgan.core.checkpoint.FolderTree;
import org.asyndgan.core.generator.Arrival;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.experiment.audit.AuditedSite;
import org.asyndgan.experiment.audit.Question;
import org.asyndgan.experiment.audit.QuestionedSite;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.nn.export.SafeTensors;
import org.asyndgan.nn.export.StateDictionary;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.transport.Resources;
import org.asyndgan.transport.link.GeneratorLink;

/**
 * The sites of a run at work once more, each a process of its own over a broker of its own, with a generator at the other end
 * that asks what it likes.
 *
 * <p>The sites begin with the weights that their discriminators were trained to, in a folder that is removed at the end: the run
 * itself is left as it is. A site under differential privacy is asked without it, which changes nothing: what is asked does
 * not train it ({@link Question}), and its ledger is not charged.
 */
final class QuestionedSites implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path folder;
    private final Resources resources = new Resources();
    private final InstantSource clock;
    private final WorkerProcesses processes;
    private final GeneratorLink generator;
    private final Map<SiteId, Long> questions = new HashMap<>();

    private QuestionedSites(
            RunSettings settings, LocalData data, Path folder, List<AuditedSite> sites, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
        try {
            RunSettings asked = settings.askedIn(folder);
            RunFolder run = RunFolder.create(folder, asked.name());
            LocalCluster cluster = resources.add(LocalCluster.prepare(run, asked.name()));
            processes = resources.add(new WorkerProcesses());
            Arguments arguments = new Arguments(asked, data, run, cluster.brokers(), cluster.registry(), false);
            Launcher launcher = new Launcher(run);
            for (AuditedSite site : sites) {
                List<String> flags = new ArrayList<>(arguments.site(site.name().slug()));
                flags.add("--initial-weights=" + weights(site));
                processes.add(launcher.startEarly("site-" + site.name(), flags));
            }
            cluster.start();
            cluster.provision(asked, data);
            processes.letConnect();
            generator = resources.add(new GeneratorLink(cluster.link(), data.siteIds()));
            generator.startAt(Map.of());
            awaitMasks(sites);
        } catch (RuntimeException fault) {
            close();
            throw fault;
        }
    }

    /**
     * Starts the sites.
     *
     * @param runFolder of the run that they took part in
     * @throws RunException if a site does not start, or does not share the masks that it shared in the run
     */
    static QuestionedSites open(
            RunSettings settings, LocalData data, RunFolder runFolder, List<AuditedSite> sites, InstantSource clock) {
        try {
            Path folder = Files.createTempDirectory(runFolder.path(), "audit-");
            return new QuestionedSites(settings, data, folder, sites, clock);
        } catch (IOException refused) {
            throw new RunException(
                    "ADG-703",
                    "The sites cannot be started in " + runFolder.path() + ": " + FileTrouble.reason(refused)
                            + ". Free space or fix the folder's permissions.",
                    refused);
        }
    }

    private Path weights(AuditedSite site) {
        Path file = folder.resolve(site.name() + ".safetensors");
        Network discriminator = site.discriminator();
        try {
            SafeTensors.write(file, StateDictionary.of(discriminator.parameters()), Map.of());
        } catch (IOException refused) {
            throw new RunException(
                    "ADG-703",
                    "The weights of site " + site.name() + " cannot be written to " + file + ": "
                            + FileTrouble.reason(refused) + ". Free space or fix the folder's permissions.",
                    refused);
        }
        return file;
    }

    private void awaitMasks(List<AuditedSite> sites) {
        Map<SiteId, Set<String>> missing = new TreeMap<>();
        sites.forEach(
                site -> missing.put(site.name(), new TreeSet<>(site.masks().ids())));
        Instant limit = clock.instant().plus(LIMIT);
        while (!missing.isEmpty()) {
            for (Arrival arrival : generator.poll()) {
                if (arrival instanceof Arrival.Shared shared) {
                    SiteId site = shared.mask().site();
                    missing.getOrDefault(site, new TreeSet<>())
                            .remove(shared.mask().id());
                }
            }
            missing.values().removeIf(Set::isEmpty);
            requireGoingOn(limit, () -> "share the masks of the run: " + missing.keySet() + " did not");
        }
    }

    /** What the site sends for one image under one of its masks. */
    private SiteGradient ask(SiteId site, String mask, FloatTensor image) {
        BatchId id = new BatchId(site, questions.merge(site, 1L, Long::sum));
        SyntheticBatch question = Question.of(id, mask, image);
        generator.commit(
                new FoldRecord(question.drawnBy(), List.of(), List.of(), List.of(), List.of(id), Map.of(), 0, 0, false),
                List.of(question));
        Instant limit = clock.instant().plus(LIMIT);
        while (true) {
            for (Arrival arrival : generator.poll()) {
                if (arrival instanceof Arrival.Answer answer
                        && answer.gradient().batch().equals(id)) {
                    return answer.gradient();
                }
            }
            requireGoingOn(limit, () -> "answer: " + site + " did not, asked for " + id);
        }
    }

    private void requireGoingOn(Instant limit, Supplier<String> what) {
        processes.requireHealthy();
        if (clock.instant().isAfter(limit)) {
            throw new RunException(
                    "ADG-327",
                    "The sites of the run were started to be asked, and within " + LIMIT.toMinutes()
                            + " minutes not all of them did " + what.get()
                            + ". The audit without --over-kafka needs no sites.");
        }
    }

    /** A site as its generator meets it. */
    QuestionedSite site(SiteId site) {
        return (mask, image) -> ask(site, mask, image);
    }

    @Override
    public void close() {
        resources.close();
        try {
            FolderTree.remove(folder);
        } catch (IOException left) {
            // It lies in the run's folder, where it is in nobody's way.
        }
    }
}
