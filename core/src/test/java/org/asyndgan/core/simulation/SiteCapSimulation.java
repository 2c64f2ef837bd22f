package org.asyndgan.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.asyndgan.core.folding.FoldSettings;
import org.asyndgan.core.generator.GeneratorSettings;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of three sites shouts; processes die at random moments, and what the cap did is repeated to the bit. */
class SiteCapSimulation {

    private static final int SCHEDULES = 40;
    private static final long STEPS = 25;
    private static final float LOUD = 100;

    @TempDir
    static Path root;

    static List<Path> folders;

    @BeforeAll
    static void makeSites() {
        folders = TinySites.in(root, "mercy", "st-mary", "trinity");
    }

    @Test
    void endsInSyncModeWithTheWeightsOfTheRunThatWasNeverDisturbed() {
        GeneratorSettings settings = settings(FoldSettings.ASYNC.sync(3));
        long undisturbed = run(-1, settings, false);

        for (int seed = 0; seed < SCHEDULES; seed++) {
            assertThat(run(seed, settings, true)).as("schedule %d", seed).isEqualTo(undisturbed);
        }
    }

    @Test
    void replaysToTheSameWeightsInAsyncMode() {
        for (int seed = 0; seed < SCHEDULES; seed++) {
            run(seed, settings(FoldSettings.ASYNC), true);
        }
    }

    private static GeneratorSettings settings(FoldSettings folding) {
        return Federation.settings(STEPS, 3, folding);
    }

    private static long run(int seed, GeneratorSettings settings, boolean crashes) {
        Federation federation = new Federation(settings, folders, seed);
        SiteId liar = federation.siteIds().get(1);
        federation.tamper(
                liar,
                answer -> new SiteGradient(
                        answer.batch(), answer.drawnBy(), answer.gradient().times(LOUD), answer.report()));
        federation.siteIds().forEach(federation::startSite);
        federation.startGenerator();
        SplittableRandom random = new SplittableRandom(seed);
        boolean wasCapped = false;
        for (int turn = 0; !federation.loop().isFinished(); turn++) {
            assertThat(turn).as("schedule %d makes progress", seed).isLessThan(20_000);
            CrashSimulation.step(federation, random, crashes);
            var added = federation.generator().contributions();
            wasCapped |= added.containsKey(liar) && added.get(liar).factor() < 0.5;
        }
        assertThat(wasCapped).as("schedule %d caps the liar", seed).isTrue();
        assertThat(federation.replayedChecksum())
                .as("schedule %d replayed", seed)
                .isEqualTo(federation.generator().checksum());
        return federation.generator().checksum();
    }
}
