package org.asyndgan.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.asyndgan.core.folding.FoldSettings;
import org.asyndgan.core.generator.GeneratorSettings;
import org.asyndgan.core.protocol.SyntheticSample;
import org.asyndgan.core.segmentation.GatheredRelease;
import org.asyndgan.core.segmentation.ReleaseCollector;
import org.asyndgan.core.simulation.FailingWriter.Fault;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that release while they learn, and whose workers die in the middle of that too. */
class ReleaseSimulation {

    private static final int SCHEDULES = Integer.getInteger("asyndgan.schedules", 60);
    private static final long STEPS = 25;
    private static final long EVERY = 7;

    @TempDir
    static Path root;

    static List<Path> folders;

    @BeforeAll
    static void makeSites() {
        folders = TinySites.in(root, "mercy", "st-mary", "trinity");
    }

    @Test
    void releasesEverySoManySteps() {
        Federation federation = run(-1, sync(EVERY), false);
        List<GatheredRelease> releases = releases(federation);

        assertThat(releases).extracting(GatheredRelease::number).containsExactly(1, 2, 3, 4);
        assertThat(releases)
                .extracting(GatheredRelease::step)
                .containsExactly(
                        7L,
                        14L,
                        21L,
                        federation
                                .generator()
                                .score()
                                .best()
                                .orElseThrow()
                                .version()
                                .step());
        assertThat(releases).extracting(GatheredRelease::isLast).containsExactly(false, false, false, true);
    }

    @Test
    void releasesOnceAtAStepThatIsBothAMultipleAndTheEnd() {
        List<GatheredRelease> releases = releases(run(-1, sync(STEPS), false));

        assertThat(releases).singleElement().satisfies(release -> assertThat(release.isLast())
                .isTrue());
    }

    @Test
    void leavesTheTrainingAsItWouldBeWithoutReleases() {
        Federation without = run(-1, sync(0), false);

        assertThat(run(-1, sync(EVERY), false).generator().checksum())
                .isEqualTo(without.generator().checksum());
    }

    @Test
    void losesNoReleaseInACrashAndRepeatsItToTheBit() {
        List<GatheredRelease> undisturbed = releases(run(-1, sync(EVERY), false));

        for (int seed = 0; seed < SCHEDULES; seed++) {
            assertThat(releases(run(seed, sync(EVERY), true)))
                    .as("schedule %d", seed)
                    .isEqualTo(undisturbed);
        }
    }

    @Test
    void givesASampleThatIsPublishedAgainTheSameImageInAsyncModeToo() {
        for (int seed = 0; seed < SCHEDULES; seed++) {
            Federation federation = run(seed, Federation.settings(STEPS, 3, EVERY, FoldSettings.ASYNC), true);

            for (SyntheticSample one : federation.log.samples()) {
                assertThat(federation.log.samples())
                        .as("schedule %d", seed)
                        .filteredOn(other -> other.id().equals(one.id()))
                        .allSatisfy(other -> assertThat(other).isEqualTo(one));
            }
            assertThat(releases(federation)).as("schedule %d", seed).hasSize(4);
            assertThat(federation.replayedChecksum())
                    .isEqualTo(federation.generator().checksum());
        }
    }

    private static GeneratorSettings sync(long every) {
        return Federation.settings(STEPS, 3, every, FoldSettings.ASYNC.sync(3));
    }

    private static Federation run(int seed, GeneratorSettings settings, boolean crashes) {
        Federation federation = new Federation(settings, folders, seed);
        SplittableRandom random = new SplittableRandom(seed);
        federation.siteIds().forEach(federation::startSite);
        federation.startGenerator();
        for (int turn = 0; !federation.loop().isFinished(); turn++) {
            assertThat(turn).as("schedule %d makes progress", seed).isLessThan(20_000);
            CrashSimulation.step(federation, random, crashes);
        }
        releaseTheLast(federation, crashes && random.nextBoolean());
        return federation;
    }

    private static void releaseTheLast(Federation federation, boolean crash) {
        federation.writer.failNext(crash ? Fault.AFTER_THE_WRITE : Fault.NONE);
        try {
            federation.loop().release();
        } catch (FailingWriter.Crash death) {
            federation.startGenerator();
            federation.loop().release();
        }
    }

    private static List<GatheredRelease> releases(Federation federation) {
        ReleaseCollector collector = new ReleaseCollector();
        List<GatheredRelease> releases = new ArrayList<>();
        federation.log.samples().forEach(sample -> collector.add(sample).ifPresent(releases::add));
        return releases;
    }
}
