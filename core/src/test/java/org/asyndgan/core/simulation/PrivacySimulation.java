package org.asyndgan.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.asyndgan.core.folding.FoldSettings;
import org.asyndgan.core.generator.GeneratorSettings;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.SiteId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs whose sites train under differential privacy, die in the middle of writes and start again. */
class PrivacySimulation {

    private static final int SCHEDULES = Integer.getInteger("asyndgan.schedules", 150) / 3;
    private static final long STEPS = 25;
    private static final long PLENTY = 10_000;

    @TempDir
    static Path root;

    static List<Path> folders;

    @BeforeAll
    static void makeSites() {
        folders = TinySites.in(root, "mercy", "st-mary", "trinity");
    }

    /** Killed between charge and answer, too: the batch is read again, costs nothing and gets the same bits. */
    @Test
    void aKilledSiteRepeatsItsStepsToTheBitAndPaysForNoneTwice() {
        GeneratorSettings settings = Federation.settings(STEPS, 3, FoldSettings.ASYNC.sync(3));
        Map<SiteId, MemoryAccount> accounts = new TreeMap<>();
        long undisturbed = run(-1, settings, accounts, false).generator().checksum();
        List<Integer> paid =
                accounts.values().stream().map(MemoryAccount::steps).toList();

        for (int seed = 0; seed < SCHEDULES; seed++) {
            Federation disturbed = run(seed, settings, accounts, true);
            assertThat(disturbed.generator().checksum()).as("schedule %d", seed).isEqualTo(undisturbed);
            assertThat(accounts.values().stream().map(MemoryAccount::steps).toList())
                    .as("schedule %d pays", seed)
                    .isEqualTo(paid);
        }
    }

    private static Federation run(
            int seed, GeneratorSettings settings, Map<SiteId, MemoryAccount> accounts, boolean crashes) {
        Federation federation = new Federation(settings, folders, seed);
        for (SiteId site : federation.siteIds()) {
            accounts.put(site, new MemoryAccount(PLENTY));
            federation.makePrivate(site, accounts.get(site));
            federation.startSite(site);
        }
        federation.startGenerator();
        SplittableRandom random = new SplittableRandom(seed);
        for (int turn = 0; !federation.loop().isFinished(); turn++) {
            assertThat(turn).as("schedule %d makes progress", seed).isLessThan(20_000);
            CrashSimulation.step(federation, random, crashes);
        }
        return federation;
    }

    @Test
    void aSiteWhoseBudgetIsSpentLeavesAndTheRunGoesOn() {
        Federation federation = new Federation(Federation.settings(STEPS, 3, FoldSettings.ASYNC.sync(3)), folders, 1);
        SiteId mercy = new SiteId("mercy");
        MemoryAccount account = new MemoryAccount(7);
        federation.makePrivate(mercy, account);
        federation.siteIds().forEach(federation::startSite);
        federation.startGenerator();

        for (int turn = 0; !federation.loop().isFinished(); turn++) {
            assertThat(turn).isLessThan(20_000);
            federation.pass(Duration.ofMillis(50));
            federation.loop().turn();
            for (SiteId site : federation.siteIds()) {
                if (!federation.site(site).isFinished()) {
                    federation.site(site).turn();
                    if (federation.site(site).isFinished()) {
                        federation.site(site).leave();
                    }
                }
            }
        }

        assertThat(account.steps()).isEqualTo(7);
        assertThat(federation.log.gradients(mercy)).hasSize(7);
        assertThat(federation.log.journal().stream()
                        .flatMap(record -> record.members().stream())
                        .filter(change -> change.site().equals(mercy))
                        .map(FoldRecord.MemberChange::status))
                .containsExactly(FoldRecord.Status.JOINED, FoldRecord.Status.LEFT);
        assertThat(federation.log.journal().stream()
                        .flatMap(record -> record.members().stream())
                        .filter(change -> change.site().equals(mercy))
                        .map(change -> change.privacy().orElseThrow().spent()))
                .containsExactly(0.0, 1.0);
        assertThat(federation.generator().version().step()).isEqualTo(STEPS);
    }

    /** Started again with the same account it leaves again, without an answer. */
    @Test
    void itStaysAwayAfterARestart() {
        Federation federation = new Federation(Federation.settings(STEPS, 3, FoldSettings.ASYNC.sync(3)), folders, 1);
        SiteId mercy = new SiteId("mercy");
        federation.makePrivate(mercy, new MemoryAccount(3));
        federation.siteIds().forEach(federation::startSite);
        federation.startGenerator();
        while (!federation.site(mercy).isFinished()) {
            federation.loop().turn();
            federation.siteIds().forEach(site -> federation.site(site).turn());
        }

        federation.startSite(mercy);
        while (!federation.site(mercy).isFinished()) {
            federation.site(mercy).turn();
        }

        assertThat(federation.log.gradients(mercy)).hasSize(3);
    }
}
