package org.asyndgan.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.asyndgan.core.checkpoint.SnapshotFolder;
import org.asyndgan.core.drawing.MaskLibrary;
import org.asyndgan.core.folding.FoldSettings;
import org.asyndgan.core.generator.CentralGenerator;
import org.asyndgan.core.generator.GeneratorSettings;
import org.asyndgan.core.generator.RunReplay;
import org.asyndgan.nn.random.Seed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run replayed by who made it and by others. */
class ReplaySimulation {

    private static final long STEPS = 20;

    @TempDir
    Path root;

    private final GeneratorSettings settings = Federation.settings(STEPS, 2, FoldSettings.ASYNC.sync(2));
    private Federation federation;
    private SnapshotFolder snapshots;

    @BeforeEach
    void run() {
        federation = new Federation(settings, TinySites.in(root, "mercy", "trinity"), 1);
        federation.siteIds().forEach(federation::startSite);
        federation.startGenerator();
        snapshots = new SnapshotFolder(root.resolve("state"), 3, warning -> {});
        for (long step : new long[] {12, STEPS}) {
            federation.runTo(step);
            snapshots.save(step, federation.loop().content());
        }
    }

    @Test
    void theOneThatMadeItComesToTheSameBits() {
        RunReplay.Result result = replay(0.3f);

        assertThat(result.isEqual()).isTrue();
        assertThat(result.apart()).containsExactly(new RunReplay.Apart(12, 0), new RunReplay.Apart(STEPS, 0));
    }

    /** An engine that rounds otherwise, as far as one weight shows it. */
    @Test
    void anotherEngineComesNearButNotToTheSameBits() {
        RunReplay.Result result = replay(Math.nextUp(0.3f));

        assertThat(result.isEqual()).isFalse();
        assertThat(result.apart()).extracting(RunReplay.Apart::step).containsExactly(12L, STEPS);
        assertThat(result.apart()).allMatch(apart -> apart.share() > 0 && apart.share() < 1e-5);
    }

    @Test
    void otherWeightsDrawOtherImages() {
        RunReplay.Result result = replay(0.6f);

        assertThat(result.apart()).allMatch(apart -> apart.share() > 0.01);
    }

    /** The generator took none of it when it read it, so that a replay that takes it would draw other batches. */
    @Test
    void aMaskThatDoesNotFitIsTakenNoMoreThanInTheRun() {
        federation = new Federation(settings, TinySites.in(root.resolve("other"), "mercy", "trinity"), 1);
        federation.shareLargeMask(federation.siteIds().get(0));
        federation.siteIds().forEach(federation::startSite);
        federation.startGenerator();
        federation.runTo(STEPS);
        snapshots = new SnapshotFolder(root.resolve("none"), 3, warning -> {});

        assertThat(replay(0.3f).isEqual()).isTrue();
    }

    private RunReplay.Result replay(float firstWeight) {
        LinearNetwork network = new LinearNetwork(2, 1, firstWeight, -0.2f);
        CentralGenerator fresh = new CentralGenerator(
                network,
                new Momentum(network.parameters()),
                new MaskLibrary(new Seed(settings.seed()), settings.maskAugmentation()),
                settings);
        return new RunReplay(fresh, federation.log.generatorEnd(() -> 0), Federation.SHAPE, step -> {})
                .replayBeside(snapshots, false);
    }
}
