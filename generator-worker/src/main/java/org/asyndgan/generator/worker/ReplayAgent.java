package org.asyndgan.generator.worker;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.asyndgan.core.checkpoint.SnapshotFolder;
import org.asyndgan.core.folding.RunShape;
import org.asyndgan.core.generator.CentralGenerator;
import org.asyndgan.core.generator.RunAudit;
import org.asyndgan.core.generator.RunLog;
import org.asyndgan.core.generator.RunReplay;
import org.asyndgan.worker.Agent;
import org.asyndgan.worker.StopSignal;
import org.asyndgan.worker.WorkerException;
import org.asyndgan.worker.telemetry.Progress;

/**
 * Computes a run again, says what came of it, and fails if it is not what the journal has.
 *
 * <p>All of it is one turn, so that it looks itself, after every step, whether it is to stop.
 */
final class ReplayAgent implements Agent {

    private final CentralGenerator generator;
    private final RunShape shape;
    private final RunLog log;
    private final SnapshotFolder snapshots;
    private final GeneratorReplay.How how;
    private final String run;
    private final Progress progress;
    private final StopSignal stop;
    private final Consumer<String> lines;
    private RunReplay.Result result;

    ReplayAgent(
            CentralGenerator generator,
            RunShape shape,
            RunLog log,
            SnapshotFolder snapshots,
            GeneratorReplay.How how,
            String run,
            Progress progress,
            StopSignal stop,
            Consumer<String> lines) {
        this.generator = generator;
        this.shape = shape;
        this.log = log;
        this.snapshots = snapshots;
        this.how = how;
        this.run = run;
        this.progress = progress;
        this.stop = stop;
        this.lines = lines;
    }

    @Override
    public void begin() {
        long start = System.nanoTime();
        RunReplay replay = new RunReplay(generator, log, shape, this::repeated);
        result = how.tolerance().isPresent()
                ? replay.replayBeside(snapshots, how.fromSnapshot())
                : replay.replay(snapshots, how.fromSnapshot());
        lines.accept(String.format(
                Locale.ROOT,
                "Run %s: %d records of the journal repeated, steps %d to %d, in %.1f s.",
                run,
                result.records(),
                result.from(),
                result.to(),
                (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1)));
    }

    private void repeated(long step) {
        progress.did("repeated step " + step, "its own computation");
        if (stop.isRequested()) {
            leave();
        }
    }

    @Override
    public int turn() {
        return 0;
    }

    @Override
    public boolean isDone() {
        return true;
    }

    @Override
    public void finish() {
        tellAnswers(RunAudit.of(log));
        if (how.tolerance().isPresent() && !result.isEqual()) {
            requireNear(how.tolerance().getAsDouble());
            return;
        }
        String weights = String.format(
                Locale.ROOT,
                "Weights at step %d: recorded %08x, replayed %08x: ",
                result.to(),
                result.recorded(),
                result.replayed());
        if (!result.isEqual()) {
            lines.accept(weights + "they part at step " + result.parted().orElseThrow() + ".");
            if (result.parted().orElseThrow() == 0) {
                throw new WorkerException(
                        "ADG-320",
                        "Run " + run
                                + " began with other weights than this replay. Replay with the initial-weights, the"
                                + " seed and the settings of the network that the run had.",
                        null);
            }
            throw new WorkerException(
                    "ADG-320",
                    "The replay of run " + run + " led to other weights than the journal has, first at step "
                            + result.parted().orElseThrow()
                            + ". Replay with the settings, the version, the machine type"
                            + " and the number of threads that the run had.",
                    null);
        }
        lines.accept(weights + "equal, at every step.");
    }

    private void requireNear(double tolerance) {
        if (result.apart().isEmpty()) {
            throw new WorkerException(
                    "ADG-326",
                    "There is no snapshot of run " + run + " at a step from " + (result.from() + 1) + " to "
                            + result.to() + " to compare the replay's images with. Replay with the generator's --state"
                            + ", or with its engine and without --tolerance.",
                    null);
        }
        double most = result.apart().stream()
                .mapToDouble(RunReplay.Apart::share)
                .max()
                .orElseThrow();
        result.apart()
                .forEach(apart -> lines.accept(String.format(
                        Locale.ROOT,
                        "Images at step %d: pixels %.4f of their range apart from the snapshot's.",
                        apart.step(),
                        apart.share())));
        // Written so that what is no number is over it too.
        if (!(most <= tolerance)) {
            throw new WorkerException(
                    "ADG-320",
                    String.format(
                            Locale.ROOT,
                            "The replay of run %s led to other images than the snapshots' weights draw: their pixels are"
                                    + " %.4f of their range apart, over the tolerance of %s. Replay with the settings and the initial-weights"
                                    + " that the run had, or with its engine and without --tolerance.",
                            run,
                            most,
                            tolerance),
                    null);
        }
        lines.accept(String.format(
                Locale.ROOT,
                "Within the tolerance of %s: the recorded gradients lead to a generator of these images, whoever computes it."
                        + " That its weights are the recorded ones, to the bit, is not proved.",
                tolerance));
    }

    private void tellAnswers(RunAudit audit) {
        lines.accept("Answers of the sites: " + audit.answers() + " read, " + audit.folds() + " folded, "
                + audit.refused() + " refused, " + audit.duplicates() + " duplicates refused, " + audit.foldedTwice()
                + " folded twice, " + audit.lost() + " lost." + (audit.finished() ? "" : " The run is not finished."));
    }

    @Override
    public void leave() {
        throw new WorkerException(
                "ADG-321",
                "The replay of run " + run
                        + " was stopped before its end, so it says nothing. Give the same command again to replay it.",
                null);
    }
}
