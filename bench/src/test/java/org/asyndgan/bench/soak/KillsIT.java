package org.asyndgan.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.asyndgan.command.run.ManagedWorkers;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.localstack.LocalStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers killed as {@code kill -9} does, over a real broker; {@code asyndgan soak} does it for as long as one likes. */
class KillsIT {

    private static final long SEED = 3;
    private static final long STEPS = 60;
    private static final int KILLS = 4;
    /**
     * Three releases, the first two while the generator learns; the trainer dies while it learns from one of them. The
     * last is drawn with the weights that the sites found best.
     */
    private static final Map<String, String> LIVE = Map.of(
            "asyndgan.generator.release-every", "20",
            "asyndgan.generator.release", "best",
            "asyndgan.site.judge-every", "5",
            "asyndgan.site.judge-over", "8",
            "asyndgan.segmenter.snapshot-every", "10");

    private static final List<String> VICTIMS = List.of(ManagedWorkers.GENERATOR, "site-east", "site-west");

    @TempDir
    Path root;

    @Test
    void nothingIsLostNothingIsFoldedTwiceAndTheWeightsAreTheUndisturbedOnes() {
        try (LocalStack stack = LocalStack.open(root.resolve("stack"))) {
            KillPlan attack = KillPlan.draw(SEED, KILLS, STEPS, VICTIMS);

            TrialResult quiet = trial(stack, "quiet", FoldMode.SYNC, KillPlan.NONE);
            TrialResult sync = trial(stack, "sync", FoldMode.SYNC, attack);
            TrialResult async = trial(stack, "async", FoldMode.ASYNC, attack);

            assertThat(List.of(quiet, sync, async)).as("seed %d", SEED).allSatisfy(outcome -> {
                assertThat(outcome.isSound()).as("%s", outcome).isTrue();
                assertThat(outcome.audit().steps()).isEqualTo(STEPS);
            });
            assertThat(sync.recoveries()).isPositive();
            assertThat(sync.audit().checksum()).isEqualTo(quiet.audit().checksum());
            assertThat(sync.network()).isEqualTo(quiet.network());
        }
    }

    private TrialResult trial(LocalStack stack, String name, FoldMode mode, KillPlan plan) {
        var settings = new TinyRun(root, SEED).settings(name, mode, STEPS, LIVE);
        return new Trial(stack, settings, plan, new Memory(), () -> false).run();
    }
}
