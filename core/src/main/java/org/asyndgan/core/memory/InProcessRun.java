package org.asyndgan.core.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.asyndgan.core.checkpoint.SnapshotStore;
import org.asyndgan.core.folding.FoldPlanner;
import org.asyndgan.core.folding.RunShape;
import org.asyndgan.core.generator.CentralGenerator;
import org.asyndgan.core.generator.GeneratorLoop;
import org.asyndgan.core.generator.GeneratorObserver;
import org.asyndgan.core.generator.GeneratorSettings;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.protocol.SyntheticSample;
import org.asyndgan.core.site.DiscriminatorSettings;
import org.asyndgan.core.site.SharedMasks;
import org.asyndgan.core.site.SiteDiscriminator;
import org.asyndgan.core.site.SiteLoop;
import org.asyndgan.core.site.SiteObserver;

/**
 * A generator and its sites on one thread, which call each other where a run over Kafka sends messages.
 *
 * <p>Time stands still, so that nobody is silent and no deadline passes: the run is a function of its settings. It is
 * taken in one go and saved nowhere. Not thread-safe.
 */
public final class InProcessRun {

    private final MemoryLog log;
    private final CentralGenerator generator;
    private final RunShape shape;
    private final GeneratorLoop loop;
    private final List<SiteLoop> sites = new ArrayList<>();

    /**
     * @param shape of every image and mask of the run
     * @param encoding what a batch is on its way to a site
     */
    public InProcessRun(
            CentralGenerator generator,
            GeneratorSettings settings,
            RunShape shape,
            UnaryOperator<SyntheticBatch> encoding,
            GeneratorObserver observer) {
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
                new NoSnapshots(),
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
                new NoSnapshots(),
                settings,
                Duration.ofDays(1),
                () -> Instant.EPOCH,
                SiteObserver.NONE);
        added.recover();
        sites.add(added);
    }

    /** All take turns until the generator has come to a step, or to the end of its run. */
    public void runTo(long step) {
        while (generator.version().step() < step && !loop.isFinished()) {
            loop.turn();
            sites.forEach(SiteLoop::turn);
        }
    }

    /** The pairs of the last release, which is drawn now. */
    public List<SyntheticSample> release() {
        loop.release();
        return log.samples();
    }

    /** A run in one process begins anew where its process ends. */
    private static final class NoSnapshots implements SnapshotStore {

        @Override
        public void save(long step, Content content) {}

        @Override
        public <T> Optional<T> newest(Reader<T> reader) {
            return Optional.empty();
        }
    }
}
