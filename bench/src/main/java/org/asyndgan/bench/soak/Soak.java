package org.asyndgan.bench.soak;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.localstack.LocalStack;

/**
 * Leads runs under attack and says whether every promise of docs/reliability.md held.
 *
 * <p>An undisturbed run in sync mode comes first: it shows how fast this machine is, and its weights are those
 * that the run with the kills must end with. Steps are chosen by the speed seen last, so that all ends about when it
 * should.
 */
final class Soak {

    private static final int CALIBRATION_STEPS = 60;
    private static final long FEWEST_STEPS = 80;

    /** Seconds that a start and an end of all workers take, and one that was killed needs to be back. */
    private static final double START_SECONDS = 25;

    private static final double RECOVERY_SECONDS = 8;

    /** A replay takes this part of the time of the run. */
    private static final double REPLAY_SHARE = 0.4;

    private final Path folder;
    private final Duration duration;
    private final int kills;
    private final long seed;
    private final Set<FoldMode> modes;
    private final PrintStream out;
    private final BooleanSupplier stop;
    private final Memory memory = new Memory();
    private final List<String> broken = new ArrayList<>();

    /**
     * @param folder of its own, for images, broker and runs
     * @param duration that it takes, roughly
     * @param kills of all modes together
     * @param stop ends it early
     */
    Soak(
            Path folder,
            Duration duration,
            int kills,
            long seed,
            Set<FoldMode> modes,
            PrintStream out,
            BooleanSupplier stop) {
        this.folder = folder;
        this.duration = duration;
        this.kills = kills;
        this.seed = seed;
        this.modes = Set.copyOf(modes);
        this.out = out;
        this.stop = stop;
    }

    /** Leads it to its end. @return whether all promises held */
    boolean lead() {
        long start = System.nanoTime();
        try (LocalStack stack = LocalStack.open(folder.resolve("stack"))) {
            TrialResult calibration = trial(stack, "calibration", FoldMode.SYNC, CALIBRATION_STEPS, KillPlan.NONE);
            int sync = modes.size() > 1 ? kills / 2 : kills;
            double perSecond = calibration.stepsPerSecond();
            if (modes.contains(FoldMode.SYNC)) {
                double share = modes.size() > 1 ? 2.0 / 3 : 1;
                perSecond = sync(stack, steps(2, perSecond, share * secondsLeft(start), sync), sync);
            }
            if (modes.contains(FoldMode.ASYNC)) {
                int async = modes.size() > 1 ? kills - sync : kills;
                attacked(stack, "async", FoldMode.ASYNC, steps(1, perSecond, secondsLeft(start), async), async);
            }
        }
        memory.lines().forEach(line -> out.println("Memory, half way and at the end: " + line));
        if (!memory.isFlat()) {
            broken.add("memory grew");
        }
        out.printf(
                Locale.ROOT,
                "Soak of %.1f minutes, seed %d: %s%n",
                (System.nanoTime() - start) / 6e10,
                seed,
                broken.isEmpty() ? "every promise held." : "BROKEN: " + String.join("; ", broken) + ".");
        return broken.isEmpty();
    }

    private double secondsLeft(long start) {
        return (duration.toNanos() - (System.nanoTime() - start)) / 1e9;
    }

    /** Of each of so many runs, the last of which suffers the kills. */
    private static long steps(int runs, double perSecond, double seconds, int kills) {
        double training = seconds - runs * START_SECONDS - kills * RECOVERY_SECONDS;
        return Math.max(FEWEST_STEPS, Math.round(training * perSecond / (runs * (1 + REPLAY_SHARE))));
    }

    /** @return steps a second of the run that nobody disturbed */
    private double sync(LocalStack stack, long steps, int count) {
        TrialResult quiet = trial(stack, "undisturbed", FoldMode.SYNC, steps, KillPlan.NONE);
        TrialResult attacked = attacked(stack, "sync", FoldMode.SYNC, steps, count);
        boolean equal =
                quiet.audit().checksum() == attacked.audit().checksum() && quiet.network() == attacked.network();
        out.printf(
                "sync against undisturbed: generator %08x and %08x, segmentation network %08x and %08x: %s%n",
                attacked.audit().checksum(),
                quiet.audit().checksum(),
                attacked.network(),
                quiet.network(),
                equal ? "hash equal" : "NOT EQUAL");
        if (!equal) {
            broken.add("sync run differs from the undisturbed one");
        }
        return quiet.stepsPerSecond();
    }

    private TrialResult attacked(LocalStack stack, String name, FoldMode mode, long steps, int count) {
        List<String> roles = new ArrayList<>(List.of("generator", "generator", "segmenter"));
        TinyRun.SITES.forEach(site -> roles.add("site-" + site));
        return trial(stack, name, mode, steps, KillPlan.draw(seed + name.length(), count, steps, roles));
    }

    private TrialResult trial(LocalStack stack, String name, FoldMode mode, long steps, KillPlan plan) {
        var settings = new TinyRun(folder, seed).settings(name, mode, steps, Map.of());
        TrialResult outcome = new Trial(stack, settings, plan, memory, stop).run();
        tell(name, outcome);
        if (!outcome.isSound()) {
            broken.add("run " + name + " is not sound");
        }
        return outcome;
    }

    private void tell(String name, TrialResult outcome) {
        out.printf(
                Locale.ROOT,
                "%s: %d steps at %.1f a second, kills %d, recoveries %d that replayed %d records, folds %d, refused %d,"
                        + " duplicates refused %d, folded twice %d, losses %d, replay hash %s%n",
                name,
                outcome.audit().steps(),
                outcome.stepsPerSecond(),
                outcome.kills(),
                outcome.recoveries(),
                outcome.replayed(),
                outcome.audit().folds(),
                outcome.audit().refused(),
                outcome.audit().duplicates(),
                outcome.audit().foldedTwice(),
                outcome.audit().lost(),
                outcome.isReplayEqual() ? "equal" : "NOT EQUAL");
    }
}
