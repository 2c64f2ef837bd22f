package org.asyndgan.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.asyndgan.core.folding.FoldSettings;
import org.asyndgan.core.generator.CentralGenerator;
import org.asyndgan.core.generator.GeneratorSettings;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.simulation.FailingWriter.Fault;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs under seeded schedules in which workers die in the middle of writes and start again. */
class CrashSimulation {

    private static final int SCHEDULES = Integer.getInteger("asyndgan.schedules", 150);
    private static final long STEPS = 25;

    @TempDir
    static Path root;

    static List<Path> folders;

    @BeforeAll
    static void makeSites() {
        folders = TinySites.in(root, "mercy", "st-mary", "trinity");
    }

    @Test
    void foldsEveryAnswerAtMostOnceAndReplaysToTheSameWeightsInAsyncMode() {
        for (int seed = 0; seed < SCHEDULES; seed++) {
            run(seed, Federation.settings(STEPS, 3, FoldSettings.ASYNC), true);
        }
    }

    @Test
    void endsInSyncModeWithTheWeightsOfTheRunThatWasNeverDisturbed() {
        GeneratorSettings settings = Federation.settings(STEPS, 3, FoldSettings.ASYNC.sync(3));
        long undisturbed = run(-1, settings, false).generator().checksum();

        for (int seed = 0; seed < SCHEDULES; seed++) {
            assertThat(run(seed, settings, true).generator().checksum())
                    .as("schedule %d", seed)
                    .isEqualTo(undisturbed);
        }
    }

    /** When a run has converged is decided by its looks, which a generator that dies takes again. */
    @Test
    void decidesWhenItHasConvergedAsTheRunThatWasNeverDisturbed() {
        GeneratorSettings settings = Federation.settingsUntilConverged(100, 3, FoldSettings.ASYNC.sync(3));
        Federation undisturbed = run(-1, settings, false);
        long length = undisturbed.generator().version().step();
        assertThat(length).isBetween(20L, 99L).isEqualTo(undisturbed.generator().length());

        for (int seed = 0; seed < SCHEDULES / 5; seed++) {
            CentralGenerator generator = run(seed, settings, true).generator();
            assertThat(generator.version().step()).as("schedule %d", seed).isEqualTo(length);
            assertThat(generator.checksum())
                    .as("schedule %d", seed)
                    .isEqualTo(undisturbed.generator().checksum());
        }
    }

    /** There is room for three probes, and none is left for the site that joins last, whatever its name. */
    @Test
    void looksAtTheProbesOfWhoJoinedFirstAsTheRunThatWasNeverDisturbed() {
        GeneratorSettings settings = Federation.settingsUntilConverged(100, 2, 3, FoldSettings.ASYNC.sync(2));
        CentralGenerator undisturbed = runWithALateSite(settings, 0);
        assertThat(undisturbed.length()).isPositive();

        for (long killedAt = 8; killedAt < 20; killedAt++) {
            CentralGenerator generator = runWithALateSite(settings, killedAt);
            assertThat(generator.progress().looks())
                    .as("killed at %d", killedAt)
                    .isEqualTo(undisturbed.progress().looks());
            assertThat(generator.length()).as("killed at %d", killedAt).isEqualTo(undisturbed.length());
            assertThat(generator.checksum()).as("killed at %d", killedAt).isEqualTo(undisturbed.checksum());
        }
    }

    /** The first of the sites joins after step 7. */
    private CentralGenerator runWithALateSite(GeneratorSettings settings, long killedAt) {
        Federation federation = new Federation(settings, folders, 1);
        List<SiteId> sites = federation.siteIds();
        sites.subList(1, sites.size()).forEach(federation::startSite);
        federation.startGenerator();
        federation.runTo(7);
        federation.startSite(sites.get(0));
        if (killedAt > 0) {
            federation.runTo(killedAt);
            assertThat(federation.generator().membership().sites()).containsKey(sites.get(0));
            federation.startGenerator();
        }
        while (!federation.loop().isFinished()) {
            federation.runTo(federation.generator().version().step() + 1);
        }
        return federation.generator();
    }

    /**
     * A site may publish more masks, or others under ids that it has, at any time; the generator that dies then, once more or
     * for the first time, draws what it would have drawn.
     */
    @Test
    void drawsFromTheMasksThatASiteJoinedWithWhateverItSharesLater() {
        GeneratorSettings settings = Federation.settings(STEPS, 3, FoldSettings.ASYNC.sync(3));
        long undisturbed = run(-1, settings, false).generator().checksum();

        for (long step = 3; step < STEPS; step += 4) {
            Federation federation = new Federation(settings, folders, step);
            federation.siteIds().forEach(federation::startSite);
            federation.startGenerator();
            federation.runTo(step);
            federation.shareOtherMasks(federation.siteIds().get(1));
            federation.startGenerator();
            federation.runTo(STEPS);

            assertThat(federation.generator().checksum())
                    .as("shared at step %d", step)
                    .isEqualTo(undisturbed);
            assertThat(federation.replayedChecksum()).isEqualTo(undisturbed);
        }
    }

    private Federation run(int seed, GeneratorSettings settings, boolean crashes) {
        Federation federation = new Federation(settings, folders, seed);
        SplittableRandom random = new SplittableRandom(seed);
        federation.siteIds().forEach(federation::startSite);
        federation.startGenerator();
        for (int turn = 0; !federation.loop().isFinished(); turn++) {
            assertThat(turn).as("schedule %d makes progress", seed).isLessThan(20_000);
            step(federation, random, crashes);
        }
        assertFoldedOnce(federation, seed);
        assertThat(federation.replayedChecksum())
                .as("schedule %d replayed", seed)
                .isEqualTo(federation.generator().checksum());
        return federation;
    }

    static void step(Federation federation, SplittableRandom random, boolean crashes) {
        federation.pass(Duration.ofMillis(random.nextInt(200)));
        int actor = random.nextInt(federation.siteIds().size() + 1);
        boolean crash = crashes && random.nextInt(8) == 0;
        if (crash) {
            federation.writer.failNext(random.nextBoolean() ? Fault.BEFORE_THE_WRITE : Fault.AFTER_THE_WRITE);
        }
        try {
            if (actor == 0) {
                federation.loop().turn();
            } else {
                federation.site(federation.siteIds().get(actor - 1)).turn();
            }
            federation.writer.failNext(Fault.NONE);
        } catch (FailingWriter.Crash death) {
            if (actor == 0) {
                federation.startGenerator();
            } else {
                federation.startSite(federation.siteIds().get(actor - 1));
            }
        }
    }

    private static void assertFoldedOnce(Federation federation, int seed) {
        Set<BatchId> folded = new HashSet<>();
        for (FoldRecord record : federation.log.journal()) {
            for (FoldRecord.Fold fold : record.folds()) {
                assertThat(folded.add(fold.batch()))
                        .as("schedule %d folds batch %s once", seed, fold.batch())
                        .isTrue();
            }
        }
        for (SiteId site : federation.siteIds()) {
            Set<BatchId> answered = new HashSet<>();
            for (SiteGradient gradient : federation.log.gradients(site)) {
                assertThat(answered.add(gradient.batch()))
                        .as("schedule %d: site answers batch %s once", seed, gradient.batch())
                        .isTrue();
            }
        }
    }
}
