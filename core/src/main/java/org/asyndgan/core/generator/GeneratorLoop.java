package org.asyndgan.core.generator;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.asyndgan.core.checkpoint.SnapshotCadence;
import org.asyndgan.core.checkpoint.SnapshotOutput;
import org.asyndgan.core.checkpoint.SnapshotStore;
import org.asyndgan.core.folding.FoldPlanner;
import org.asyndgan.core.folding.FoldStep;
import org.asyndgan.core.folding.Until;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.EndOfRun;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.LogLostException;
import org.asyndgan.core.protocol.Preview;
import org.asyndgan.core.protocol.ReplayException;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteReport;
import org.asyndgan.core.release.Previews;
import org.asyndgan.core.release.Release;
import org.asyndgan.nn.random.Seed;

/**
 * The generator's duty cycle on one thread: gradients in, one step, fresh batches out.
 *
 * <p>Crash-only: every way to start is {@link #recover}, and after an exception the loop must be
 * thrown away, because its state may be ahead of the log.
 */
public final class GeneratorLoop {

    private final CentralGenerator generator;
    private final FoldPlanner planner;
    private final GeneratorInbox inbox;
    private final GeneratorOutbox outbox;
    private final RunLog log;
    private final SnapshotStore snapshots;
    private final SnapshotCadence cadence;
    private final GeneratorSettings settings;
    private final Previews previews;
    private final GeneratorObserver observer;
    private long journalPosition;

    public GeneratorLoop(
            CentralGenerator generator,
            FoldPlanner planner,
            GeneratorInbox inbox,
            GeneratorOutbox outbox,
            RunLog log,
            SnapshotStore snapshots,
            GeneratorSettings settings,
            GeneratorObserver observer) {
        this.generator = generator;
        this.planner = planner;
        this.inbox = inbox;
        this.outbox = outbox;
        this.log = log;
        this.snapshots = snapshots;
        this.cadence = new SnapshotCadence(snapshots, settings.snapshotEvery(), 0, observer);
        this.settings = settings;
        this.previews = new Previews(
                generator.releases(), settings.seed(), settings.previews().most());
        this.observer = observer;
    }

    /**
     * Takes up the run where its log ends: newest snapshot, then every record since.
     *
     * <p>Where the log no longer reaches back to the snapshot, the generator begins a new incarnation from the
     * snapshot: the steps since are lost, and answers to them are refused by its number. Nothing else begins one.
     *
     * @throws LogLostException if there is no snapshot to begin it from
     * @throws ReplayException if the log leads to other weights than it recorded, as with another seed, network or
     *     engine; nothing is written, so that it can be mended
     */
    public void recover() {
        inbox.gather().forEach(this::take);
        Optional<GeneratorSnapshot> saved = snapshots.newest(GeneratorSnapshot::read);
        saved.ifPresent(this::restore);
        Repetition repetition = new Repetition(generator, log);
        Optional<LogLostException> lost = Optional.empty();
        try {
            journalPosition = log.replay(journalPosition, record -> {
                repetition.repeat(record);
                requireRecorded(record);
                if (decidesByLooks() && isLookDue(record)) {
                    generator.see(previews.draw());
                }
                // Whether it came out before the crash is not known: a snapshot would have said so.
                releaseIfDue(record);
            });
        } catch (LogLostException forgotten) {
            if (saved.isEmpty()) {
                throw forgotten;
            }
            lost = Optional.of(forgotten);
        }
        lost.ifPresent(why -> beginIncarnation(saved.orElseThrow(), why.getMessage()));
        inbox.startAt(generator.progress().positions());
        generator.membership().sites().forEach((site, member) -> muteIfSuspended(site, member.status()));
        observer.started(generator, repetition.repeated());
    }

    private void restore(GeneratorSnapshot saved) {
        generator.restore(saved.state());
        journalPosition = saved.journalPosition();
        cadence.restored(saved.state().progress().version().step());
    }

    private void beginIncarnation(GeneratorSnapshot saved, String why) {
        // Who joined in the records that are lost joins again, with the masks that are there today.
        generator.masks().forget();
        log.masks((mask, offset) -> take(new Arrival.Shared(mask, offset)));
        restore(saved);
        Remains remains = new Remains(generator);
        log.remaining(remains::add);
        long lostSince = generator.version().step();
        FoldStep step = planner.reincarnate(generator, remains.incarnation + 1, remains.positions);
        generator.apply(step);
        FoldRecord first = step.record().withChecksum(generator.checksum());
        journalPosition = outbox.commit(first, generator.draw(first.batches()));
        observer.reincarnated(first.made(), lostSince, why);
        cadence.replace(lostSince, this::write);
    }

    private void muteIfSuspended(SiteId site, FoldRecord.Status status) {
        if (status == FoldRecord.Status.SUSPENDED) {
            inbox.mute(site);
        }
    }

    private void requireRecorded(FoldRecord record) {
        if (generator.checksum() != record.checksum() && record.made().step() == 0) {
            throw new ReplayException(
                    "ADG-304",
                    "The run began with weights of checksum " + Long.toHexString(record.checksum())
                            + ", but this generator begins with " + Long.toHexString(generator.checksum())
                            + ". Start it with the initial-weights, the seed and the settings of the network that the run began"
                            + " with.");
        }
        if (generator.checksum() != record.checksum()) {
            throw new ReplayException(
                    "ADG-304",
                    "Step " + record.made().step() + " of the journal led to weights with checksum "
                            + Long.toHexString(generator.checksum()) + ", but " + Long.toHexString(record.checksum())
                            + " was recorded. Replay with the machine type, thread count and version that ran it.");
        }
    }

    /** One turn. @return things done; 0 means idle, so the caller may back off */
    public int turn() {
        List<Arrival> arrivals = inbox.poll();
        arrivals.forEach(this::take);
        Optional<FoldStep> step = planner.plan(generator);
        step.ifPresent(this::advance);
        return arrivals.size() + (step.isPresent() ? 1 : 0);
    }

    private void take(Arrival arrival) {
        if (arrival instanceof Arrival.Answer answer) {
            planner.offer(generator, answer.gradient(), answer.offset());
        } else if (arrival instanceof Arrival.Invalid record) {
            planner.invalid(generator, record.site(), record.offset(), record.reason());
            observer.invalid(record);
        } else if (arrival instanceof Arrival.Presented presented) {
            planner.presented(presented.manifest()).ifPresent(why -> {
                outbox.refuse(presented, why);
                observer.refused(presented.manifest().site(), why);
            });
        } else if (arrival instanceof Arrival.Shared shared) {
            planner.shared(shared.mask(), shared.offset(), generator.masks()::add)
                    .ifPresent(why -> observer.refused(shared.mask().site(), why));
        }
    }

    private void advance(FoldStep step) {
        generator.apply(step);
        FoldRecord record = step.record().withChecksum(generator.checksum());
        journalPosition = outbox.commit(record, record.finished() ? endOfRun() : generator.draw(record.batches()));
        Map<SiteId, SiteReport> reports = new TreeMap<>();
        step.gradients().values().forEach(gradient -> reports.put(gradient.site(), gradient.report()));
        record.members().forEach(change -> muteIfSuspended(change.site(), change.status()));
        observer.recorded(record, reports, generator);
        if (isLookDue(record)) {
            List<Preview> drawn = previews.draw();
            if (decidesByLooks()) {
                generator.see(drawn);
            }
            observer.previewed(drawn);
        }
        boolean isReleased = releaseIfDue(record);
        if (cadence.isDue(generator.version().step()) || record.finished() || isReleased) {
            snapshot();
        }
    }

    /** A snapshot is taken after a release, never between its step and it: whoever begins there need not repeat it. */
    private boolean releaseIfDue(FoldRecord record) {
        OptionalInt number = record.folds().isEmpty()
                ? OptionalInt.empty()
                : settings.release().dueAt(record.made().step(), generator.steps());
        number.ifPresent(this::release);
        return number.isPresent();
    }

    private boolean decidesByLooks() {
        return settings.schedule().until() == Until.CONVERGED;
    }

    private boolean isLookDue(FoldRecord record) {
        return !record.folds().isEmpty()
                && settings.previews().isDue(record.made().step());
    }

    private List<EndOfRun> endOfRun() {
        return generator.membership().sites().entrySet().stream()
                .map(member -> new EndOfRun(
                        new BatchId(member.getKey(), member.getValue().nextSequence()), generator.version()))
                .toList();
    }

    /** Publishes the last release of a finished run; may be repeated after a crash. */
    public void release() {
        release(settings.release().releases(generator.steps()));
    }

    private void release(int number) {
        new Release(
                        generator.releases(),
                        settings.release(),
                        settings.schedule().batchSize(),
                        number,
                        settings.release().releases(generator.steps()),
                        new Seed(settings.seed()))
                .drawTo(samples -> {
                    outbox.release(samples);
                    observer.released(samples.get(samples.size() - 1));
                });
    }

    /**
     * Saves the state as it is after the last record.
     *
     * <p>Where that fails, as on a full disk, the run goes on: the log holds all that the snapshot would, and another
     * one is tried before long.
     */
    public void snapshot() {
        cadence.save(generator.version().step(), this::write);
    }

    /** The state as it is after the last record, for whoever saves it beside those of others. */
    public SnapshotStore.Content content() {
        return this::write;
    }

    private void write(SnapshotOutput out) throws IOException {
        new GeneratorSnapshot(journalPosition, generator.state()).write(out);
    }

    /** Says whether the run has taken all its steps. */
    public boolean isFinished() {
        return generator.isFinished();
    }

    /** What a log that has lost its middle still tells, beside the state that is left. */
    private static final class Remains {

        private final Map<SiteId, Long> positions;
        private int incarnation;

        Remains(CentralGenerator left) {
            positions = new TreeMap<>(left.progress().positions());
            incarnation = left.version().incarnation();
        }

        void add(FoldRecord record) {
            incarnation = Math.max(incarnation, record.made().incarnation());
            record.positions().forEach((site, position) -> positions.merge(site, position, Math::max));
        }
    }
}
