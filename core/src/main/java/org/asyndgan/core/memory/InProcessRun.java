package org.asyndgan.core.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.asyndgan.core.checkpoint.Checkpoints;
import org.asyndgan.core.checkpoint.SnapshotStore;
import org.asyndgan.core.folding.FoldPlanner;
import org.asyndgan.core.folding.RunShape;
import org.asyndgan.core.generator.CentralGenerator;
import org.asyndgan.core.generator.GeneratorLoop;
import org.asyndgan.core.generator.GeneratorObserver;
import org.asyndgan.core.generator.GeneratorSettings;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.protocol.SyntheticSample;
import org.asyndgan.core.site.DiscriminatorSettings;
import org.asyndgan.core.site.SiteDiscriminator;
import org.asyndgan.core.site.SiteLoop;
import org.asyndgan.core.site.SiteObserver;
import org.asyndgan.core.site.mask.SharedMasks;

/**
 * A generator and its sites on one thread, which call each other where a run over Kafka sends messages.
 *
 * <p>Time stands still, so that nobody is silent and no deadline passes: the run is a function of its settings. Where
 * it is given checkpoints, a run that was stopped goes on at the newest, to the same bits. Not thread-safe.
 */
public final class InProcessRun {

    private static final String GENERATOR = "generator";

    private final MemoryLog log;
    private final CentralGenerator generator;
    private final RunShape shape;
    private final GeneratorLoop loop;
    private final Checkpoints checkpoints;
    private final Map<SiteId, SiteLoop> sites = new LinkedHashMap<>();
    private boolean isTakenUp;

    /** A run that begins anew where its process ends. */
    public InProcessRun(
            CentralGenerator generator,
            GeneratorSettings settings,
            RunShape shape,
            UnaryOperator<SyntheticBatch> encoding,
            GeneratorObserver observer) {
        this(generator, settings, shape, encoding, Checkpoints.NONE, observer);
    }

    /**
     * @param shape of every image and mask of the run
     * @param encoding what a batch is on its way to a site
     * @param checkpoints in which the run is found, and kept by {@link #runTo(long, Cut)}
     */
    public InProcessRun(
            CentralGenerator generator,
            GeneratorSettings settings,
            RunShape shape,
            UnaryOperator<SyntheticBatch> encoding,
            Checkpoints checkpoints,
            GeneratorObserver observer) {
        this.checkpoints = checkpoints;
        this.log = new MemoryLog(false, Runnable::run, encoding);
        this.generator = generator;
        this.shape = shape;
        MemoryLog.GeneratorEnd end = log.generatorEnd(() -> Integer.MAX_VALUE);
        this.loop = new GeneratorLoop(
                generator,
                new FoldPlanner(settings.folding(), settings.schedule(), shape, () -> Instant.EPOCH),
                end,
                end,
                end,
                new Saved(checkpoints.newest(GENERATOR)),
                settings,
                observer);
    }

    /**
     * Lets a site take part; all must before the first turn.
     *
     * @param images n_j, real images at the site
     */
    public void add(
            SiteId site,
            SiteDiscriminator discriminator,
            SharedMasks masks,
            int images,
            DiscriminatorSettings settings) {
        add(site, discriminator, masks, images, settings, answer -> answer);
    }

    /**
     * Lets a site take part whose answers are tampered with, as those of a site that lies.
     *
     * @param images n_j, real images at the site
     * @param tampering what becomes of each answer before the generator sees it
     */
    public void add(
            SiteId site,
            SiteDiscriminator discriminator,
            SharedMasks masks,
            int images,
            DiscriminatorSettings settings,
            UnaryOperator<SiteGradient> tampering) {
        SiteManifest manifest = new SiteManifest(
                site,
                "in-process",
                SiteManifest.Presence.JOINED,
                images,
                masks.count(),
                shape.height(),
                shape.width(),
                shape.channels(),
                shape.classes(),
                "in-process",
                0);
        MemoryLog.SiteEnd end = log.siteEnd(site, () -> Integer.MAX_VALUE);
        SiteLoop added = new SiteLoop(
                discriminator,
                masks,
                manifest,
                end,
                new TamperedOutbox(end, tampering),
                new Saved(checkpoints.newest(name(site))),
                settings,
                Duration.ofDays(1),
                () -> Instant.EPOCH,
                SiteObserver.NONE);
        added.recover();
        sites.put(site, added);
    }

    private static String name(SiteId site) {
        return "site-" + site.slug();
    }

    /**
     * All take turns until the generator has come to a step, or to the end of its run. The generator has one before each
     * site's, so that in async mode a step folds the answers of one site.
     */
    public void runTo(long step) {
        runTo(step, Cut.NEVER);
    }

    /**
     * The same, and keeps checkpoints.
     *
     * @param cut when, and with what beside the run's own state
     */
    public void runTo(long step, Cut cut) {
        takeUp();
        while (generator.version().step() < step && !loop.isFinished()) {
            boolean isFirst = true;
            for (SiteLoop site : sites.values()) {
                loop.turn();
                // Whoever goes on from it begins with the first site.
                if (isFirst && isCut() && cut.isDue().getAsBoolean()) {
                    checkpoint(cut);
                }
                isFirst = false;
                site.turn();
            }
        }
    }

    private void takeUp() {
        if (!isTakenUp && checkpoints.newest(GENERATOR).isPresent()) {
            loop.recover();
            TreeMap<GeneratorVersion, List<BatchId>> open =
                    new TreeMap<>(Comparator.comparingLong(GeneratorVersion::step));
            sites.keySet().forEach(site -> generator.pendingOf(site).forEach(batch -> open.computeIfAbsent(
                            generator.drawnBy(batch).orElseThrow(), first -> new ArrayList<>())
                    .add(batch)));
            open.values().forEach(batches -> log.resend(generator.draw(batches)));
        }
        isTakenUp = true;
    }

    /** Says whether every batch that is open waits at its site: then no answer is lost by leaving the log behind. */
    private boolean isCut() {
        return sites.keySet().stream()
                .allMatch(site -> log.unread(site) == generator.pendingOf(site).size());
    }

    private void checkpoint(Cut cut) {
        Map<String, SnapshotStore.Content> workers = new TreeMap<>(cut.beside());
        workers.put(GENERATOR, loop.content());
        sites.forEach((site, loopOfSite) -> workers.put(name(site), loopOfSite.content()));
        checkpoints.save(generator.version().step(), workers);
    }

    /**
     * When a checkpoint is kept.
     *
     * @param isDue is asked at every step
     * @param beside what is kept with the run's own state, by name
     */
    public record Cut(BooleanSupplier isDue, Map<String, SnapshotStore.Content> beside) {

        /** Keeps none. */
        public static final Cut NEVER = new Cut(() -> false, Map.of());
    }

    /** The pairs of the last release, which is drawn now. */
    public List<SyntheticSample> release() {
        loop.release();
        return log.samples();
    }

    /** Where a worker finds its state; it is saved with all others' alone. */
    private record Saved(Optional<SnapshotStore> checkpoint) implements SnapshotStore {

        @Override
        public void save(long step, Content content) {}

        @Override
        public <T> Optional<T> newest(Reader<T> reader) {
            return checkpoint.flatMap(store -> store.newest(reader));
        }
    }
}
