package org.asyndgan.core.segmentation;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.asyndgan.core.checkpoint.SnapshotCadence;
import org.asyndgan.core.checkpoint.SnapshotException;
import org.asyndgan.core.checkpoint.SnapshotInput;
import org.asyndgan.core.checkpoint.SnapshotOutput;
import org.asyndgan.core.checkpoint.SnapshotStore;
import org.asyndgan.core.protocol.NotFiniteException;
import org.asyndgan.core.protocol.SyntheticSample;

/**
 * The segmentation trainer's duty cycle on one thread: releases in, optimiser steps, the best weights kept.
 *
 * <p>Its state is a function of a snapshot and of the released samples in topic order: every release has its steps in
 * the {@link LearningPlan}, and the loop reads on only once they are taken. A release that did not come, because the
 * log has forgotten it, leaves its steps to the next one.
 *
 * <p>Crash-only: every way to start is {@link #recover}; the samples are then read again from their start, and releases
 * whose steps have been taken are passed over.
 */
public final class SegmentationLoop {

    private final SegmentationTraining training;
    private final LearningPlan plan;
    private final Validation validation;
    private final SampleInbox inbox;
    private final SnapshotStore snapshots;
    private final SnapshotCadence cadence;
    private final String formerIdentity;
    private final SegmentationObserver observer;
    private final ReleaseCollector collector = new ReleaseCollector();
    private final Deque<GatheredRelease> waiting = new ArrayDeque<>();

    private boolean isLearning;
    private long until;
    private int release;
    private int samples;
    private Optional<BestValidationWeights> best = Optional.empty();

    /**
     * @param training without pairs yet
     * @param plan of as many steps as the training
     * @param formerIdentity all settings that its result depends on, as snapshots of format 1 have them in words: one of
     *     others is refused; later formats are compared where they are kept
     */
    public SegmentationLoop(
            SegmentationTraining training,
            LearningPlan plan,
            Validation validation,
            SampleInbox inbox,
            SnapshotStore snapshots,
            long snapshotEvery,
            String formerIdentity,
            SegmentationObserver observer) {
        this.training = training;
        this.plan = plan;
        this.validation = validation;
        this.inbox = inbox;
        this.snapshots = snapshots;
        this.cadence = new SnapshotCadence(snapshots, snapshotEvery, snapshotEvery, observer);
        this.formerIdentity = formerIdentity;
        this.observer = observer;
    }

    /**
     * Takes up the training at its newest snapshot.
     *
     * @throws SnapshotException if the snapshot is another training's: ADG-604 in format 1, ADG-306 in later ones
     */
    public void recover() {
        snapshots.newest(in -> {
            in.onlyInFormat1(part -> part.readUTF()).ifPresent(this::requireSame);
            restore(in);
            return training.steps();
        });
        observer.started(training.steps());
    }

    private void requireSame(String other) {
        if (!other.equals(formerIdentity)) {
            throw new SnapshotException(
                    "ADG-604",
                    "The state folder holds a segmentation training with other settings, [" + other + "] and not ["
                            + formerIdentity + "]. Start it with its settings again, or name another folder with"
                            + " asyndgan.segmenter.state to begin anew.",
                    null);
        }
    }

    private void restore(SnapshotInput in) throws IOException {
        training.restore(in);
        release = in.section("release", DataInputStream::readInt);
        samples = in.section("samples", DataInputStream::readInt);
        best = in.section(
                "best weights",
                part -> part.readBoolean() ? Optional.of(BestValidationWeights.read(part)) : Optional.empty());
        cadence.restored(training.steps());
    }

    private void write(SnapshotOutput out) throws IOException {
        training.write(out);
        out.section("release", part -> part.writeInt(release));
        out.section("samples", part -> part.writeInt(samples));
        out.section("best weights", part -> {
            part.writeBoolean(best.isPresent());
            if (best.isPresent()) {
                best.get().write(part);
            }
        });
    }

    /**
     * One turn: a step, or a look for samples where there is nothing to learn from yet.
     *
     * @return things done; 0 means idle, so the caller may back off
     * @throws NotFiniteException if the loss, or a weight that was to be kept, is not finite; nothing of it is kept
     */
    public int turn() {
        if (isLearning) {
            learn();
            return 1;
        }
        int gathered = waiting.isEmpty() ? gather() : 1;
        begin();
        return gathered;
    }

    private int gather() {
        List<SyntheticSample> arrived = inbox.poll();
        arrived.forEach(sample -> collector.add(sample).ifPresent(waiting::add));
        if (!arrived.isEmpty()) {
            observer.gathered(collector.gathered(), collector.expected());
        }
        return arrived.size();
    }

    /** The next release whose steps have not been taken yet. */
    private void begin() {
        while (!isLearning && !waiting.isEmpty()) {
            GatheredRelease next = waiting.remove();
            long end = plan.end(next.number(), next.of());
            if (end > training.steps()) {
                isLearning = true;
                until = end;
                release = next.number();
                samples = next.pairs().size();
                training.learnFrom(next.pairs());
                observer.learning(next, end);
            }
        }
    }

    private void learn() {
        double loss = training.step();
        long step = training.steps();
        if (!Double.isFinite(loss)) {
            throw notFinite("The loss of segmentation training became " + loss + " at step " + step);
        }
        observer.stepped(step, loss);
        isLearning = step < until;
        if (validation.isDue(step, !isLearning)) {
            validate();
        }
        if (cadence.isDue(step) || training.isFinished()) {
            snapshot();
        }
    }

    /** A step may begin with a loss that is a number and end with weights that are none. */
    private void requireFinite() {
        if (!training.isFinite()) {
            throw notFinite("Weights of segmentation training are no numbers any more after step " + training.steps());
        }
    }

    private static NotFiniteException notFinite(String what) {
        return new NotFiniteException("ADG-603", what + ". Start again with a lower asyndgan.segmenter.learning-rate.");
    }

    private void validate() {
        requireFinite();
        double dice = training.score(validation.pairs()).dice();
        boolean isBest = best.isEmpty() || dice > best.get().dice();
        if (isBest) {
            best = Optional.of(new BestValidationWeights(training.steps(), release, dice, training.weights()));
        }
        observer.validated(training.steps(), dice, isBest);
    }

    /**
     * Saves the state as it is. Where that fails, as on a full disk, the training goes on: the log holds the samples, and
     * another snapshot is tried before long.
     *
     * @throws NotFiniteException if a weight is not finite; nothing is saved
     */
    public void snapshot() {
        requireFinite();
        cadence.save(training.steps(), this::write);
    }

    /** Says whether all steps have been taken. */
    public boolean isFinished() {
        return training.isFinished();
    }

    /**
     * Gives the network the weights that count, which ends the training: the best on the validation pairs, the last
     * where there are none.
     */
    public Trained finish() {
        BestValidationWeights chosen = best.orElseGet(
                () -> new BestValidationWeights(training.steps(), release, Double.NaN, training.weights()));
        training.assign(chosen.weights());
        return new Trained(
                release,
                samples,
                training.steps(),
                chosen.step(),
                chosen.release(),
                best.map(BestValidationWeights::dice));
    }

    /**
     * How a training ended.
     *
     * @param release that was learnt from last
     * @param samples in that release
     * @param steps taken
     * @param chosenStep after which the network had the weights that it has now
     * @param chosenRelease that these had seen last
     * @param validationDice of these weights, where there are validation pairs
     */
    public record Trained(
            int release,
            int samples,
            long steps,
            long chosenStep,
            int chosenRelease,
            Optional<Double> validationDice) {}
}
