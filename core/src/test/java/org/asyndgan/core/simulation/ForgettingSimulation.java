package org.asyndgan.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.asyndgan.core.folding.FoldSettings;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.LogLostException;
import org.asyndgan.core.protocol.ReplayException;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.site.SiteLoop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs that no longer reach back, and disks that take no snapshot. */
class ForgettingSimulation {

    private static final long STEPS = 25;

    @TempDir
    Path root;

    private Federation federation;

    @BeforeEach
    void startEverybody() {
        federation = new Federation(
                Federation.settings(STEPS, 2, FoldSettings.ASYNC), TinySites.in(root, "mercy", "st-mary"), 5);
        federation.siteIds().forEach(federation::startSite);
        federation.startGenerator();
    }

    @Test
    void theGeneratorGoesOnFromItsSnapshotUnderANewNumber() {
        federation.runTo(13);
        long snapshotAt = 10; // one every 5 steps

        federation.log.forgetUpTo(federation.log.journal().size());
        federation.startGenerator();

        assertThat(federation.generator().version().incarnation()).isEqualTo(2);
        assertThat(federation.generator().version().step()).isBetween(snapshotAt, 13L);
        federation.runTo(STEPS);
        assertThat(federation.loop().isFinished()).isTrue();
        assertEachFoldedOnceAnIncarnation();
    }

    /** It joins again with the masks that are there by then, and so the journal says. */
    @Test
    void theGeneratorDrawsFromTheMasksOfWhoJoinsAgainAfterItsJoiningWasLost() {
        SiteId late = federation.siteIds().get(1);
        federation = new Federation(
                Federation.settings(40, 1, FoldSettings.ASYNC), TinySites.in(root, "mercy", "st-mary"), 5);
        federation.startSite(federation.siteIds().get(0));
        federation.startGenerator();
        federation.runTo(11);
        federation.startSite(late);
        federation.runTo(14);
        assertThat(federation.generator().membership().sites()).containsKey(late);

        federation.shareAnotherMaskUnderTheFirstId(late);
        forgetTheFoldedAnswersOf(late);
        federation.startGenerator();
        assertThat(federation.generator().version().incarnation()).isEqualTo(2);
        assertThat(federation.generator().membership().sites()).doesNotContainKey(late);

        federation.generatorSnapshots().fill(true);
        federation.runTo(30);
        assertThat(federation.generator().membership().sites()).containsKey(late);
        long weights = federation.generator().checksum();
        federation.startGenerator();
        assertThat(federation.generator().checksum()).isEqualTo(weights);
    }

    private void forgetTheFoldedAnswersOf(SiteId site) {
        long end = federation.log.journal().stream()
                .flatMap(record -> record.folds().stream())
                .filter(fold -> fold.batch().site().equals(site))
                .mapToLong(fold -> fold.offset() + 1)
                .max()
                .orElseThrow();
        federation.log.forgetAnswersUpTo(site, end);
    }

    @Test
    void aSiteThatIsStartedAgainAfterTheRunIsOverEndsAgain() {
        federation.runTo(STEPS);

        for (SiteId site : federation.siteIds()) {
            assertThatEnds(federation.site(site));
            federation.site(site).leave();

            federation.startSite(site);
            assertThatEnds(federation.site(site));
        }
    }

    private static void assertThatEnds(SiteLoop site) {
        for (int turn = 0; turn < 100 && !site.isFinished(); turn++) {
            site.turn();
        }
        assertThat(site.isFinished()).isTrue();
    }

    @Test
    void aGeneratorThatForgotWhatItBeganWithIsToldSo() {
        federation.runTo(3);

        assertThat(federation.replayedChecksum())
                .isEqualTo(federation.generator().checksum());
        assertThatThrownBy(() -> federation.replayedChecksum(0.3f, -0.1f))
                .isInstanceOf(ReplayException.class)
                .hasMessageStartingWith("The run began with weights of checksum ")
                .hasMessageEndingWith(
                        ". Start it with the initial-weights, the seed and the settings of the network that"
                                + " the run began with. (ADG-304)");
    }

    @Test
    void aWrongStartWithASnapshotChangesNothing() {
        federation.runTo(13);
        long records = federation.log.journal().size();
        long weights = federation.generator().checksum();

        assertThatThrownBy(() -> federation.startGeneratorWithSeed(8))
                .isInstanceOf(ReplayException.class)
                .hasMessageEndingWith("(ADG-304)");

        assertThat(federation.log.journal()).hasSize((int) records);
        federation.startGenerator();
        assertThat(federation.generator().version().incarnation()).isEqualTo(1);
        assertThat(federation.generator().checksum()).isEqualTo(weights);
    }

    @Test
    void anotherCrashDoesNotBeginAnotherIncarnation() {
        federation.runTo(13);
        federation.log.forgetUpTo(federation.log.journal().size());
        federation.startGenerator();
        federation.runTo(17);
        long weights = federation.generator().checksum();

        federation.startGenerator();

        assertThat(federation.generator().version().incarnation()).isEqualTo(2);
        assertThat(federation.generator().checksum()).isEqualTo(weights);
    }

    @Test
    void withoutASnapshotThereIsNothingToGoOnFrom() {
        federation.generatorSnapshots().fill(true);
        federation.runTo(3);
        federation.log.forgetUpTo(2);

        assertThatThrownBy(federation::startGenerator).isInstanceOf(LogLostException.class);
    }

    @Test
    void aFullDiskCostsReplayAndNothingElse() {
        federation.generatorSnapshots().fill(true);
        federation.siteIds().forEach(site -> federation.siteSnapshots(site).fill(true));
        federation.runTo(14);
        long weights = federation.generator().checksum();

        federation.startGenerator();
        federation.siteIds().forEach(federation::startSite);
        assertThat(federation.generator().checksum()).isEqualTo(weights);

        federation.generatorSnapshots().fill(false);
        federation.runTo(STEPS);
        assertThat(federation.replayedChecksum())
                .isEqualTo(federation.generator().checksum());
    }

    private void assertEachFoldedOnceAnIncarnation() {
        Set<BatchId> folded = new HashSet<>();
        for (FoldRecord record : federation.log.journal()) {
            record.folds().forEach(fold -> assertThat(folded.add(fold.batch()))
                    .as("batch %s is folded once", fold.batch())
                    .isTrue());
        }
    }
}
