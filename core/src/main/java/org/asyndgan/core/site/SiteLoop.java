package org.asyndgan.core.site;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.asyndgan.core.checkpoint.SnapshotCadence;
import org.asyndgan.core.checkpoint.SnapshotOutput;
import org.asyndgan.core.checkpoint.SnapshotStore;
import org.asyndgan.core.protocol.LogLostException;
import org.asyndgan.core.protocol.PrivacyStatement;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.core.protocol.SiteManifest.Presence;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.site.mask.SharedMasks;

/**
 * A site's duty cycle on one thread: synthetic batches in, gradients out.
 *
 * <p>Crash-only: every way to start is {@link #recover}, which repeats the batches between the snapshot
 * and the last committed answer without sending anything. After an exception the loop must be thrown
 * away, because its state may be ahead of the log.
 */
public final class SiteLoop {

    private final SiteDiscriminator discriminator;
    private final SharedMasks masks;
    private final SiteManifest manifest;
    private final SiteInbox inbox;
    private final SiteOutbox outbox;
    private final SnapshotStore snapshots;
    private final SnapshotCadence cadence;
    private final DiscriminatorSettings settings;
    private final Duration heartbeatEvery;
    private final InstantSource clock;
    private final SiteObserver observer;
    private long position;
    private long heartbeat;
    private Instant nextHeartbeat = Instant.MIN;
    private boolean finished;
    private boolean retired;
    private boolean paused;

    /** @param manifest of this session; its heartbeat, from 0 on, and its statement of privacy are set here */
    public SiteLoop(
            SiteDiscriminator discriminator,
            SharedMasks masks,
            SiteManifest manifest,
            SiteInbox inbox,
            SiteOutbox outbox,
            SnapshotStore snapshots,
            DiscriminatorSettings settings,
            Duration heartbeatEvery,
            InstantSource clock,
            SiteObserver observer) {
        this.discriminator = discriminator;
        this.masks = masks;
        this.manifest = manifest;
        this.inbox = inbox;
        this.outbox = outbox;
        this.snapshots = snapshots;
        this.cadence = new SnapshotCadence(snapshots, settings.snapshotEvery(), 0, observer);
        this.settings = settings;
        this.heartbeatEvery = heartbeatEvery;
        this.clock = clock;
        this.observer = observer;
    }

    /** Takes up the site where its log ends, and presents it to the generator. */
    public void recover() {
        snapshots.newest(SiteSnapshot::read).ifPresent(this::restore);
        outbox.share(masks.all());
        long committed = outbox.position();
        try {
            inbox.startAt(position);
        } catch (LogLostException forgotten) {
            observer.lost(position, committed, forgotten.getMessage());
            position = committed;
            inbox.startAt(position);
            cadence.replace(position, this::write);
        }
        long replayed = 0;
        while (position < committed) {
            for (SiteInbox.Delivery record : inbox.poll()) {
                if (record.offset() < committed) {
                    repeat(record);
                    replayed++;
                }
            }
        }
        inbox.startAt(position);
        beat(Presence.JOINED);
        observer.started(position, replayed);
    }

    private void restore(SiteSnapshot snapshot) {
        position = snapshot.position();
        discriminator.restore(snapshot);
        cadence.restored(position);
    }

    private void repeat(SiteInbox.Delivery record) {
        position = record.offset() + 1;
        if (record instanceof SiteInbox.Drawn drawn) {
            if (discriminator.faultOf(drawn.batch()).isEmpty()) {
                discriminator.payAgain(drawn.batch());
                discriminator.answer(drawn.batch(), () -> 0);
            }
        } else if (record instanceof SiteInbox.Ended) {
            finished = true;
        }
    }

    /**
     * Leaves the run for a while, its state saved: nothing is read, answered or sent until {@link #resume}.
     *
     * <p>To the generator it is a leave like any other, which its journal holds.
     */
    public void pause() {
        if (!paused && !isFinished()) {
            cadence.save(position, this::write);
            beat(Presence.LEFT);
            paused = true;
            observer.paused(true);
        }
    }

    /** Takes part again, at the batch after the last one that was answered; those drawn before the pause come first. */
    public void resume() {
        if (paused) {
            paused = false;
            beat(Presence.JOINED);
            observer.paused(false);
        }
    }

    /** One turn. @return records dealt with; 0 means idle, so the caller may back off */
    public int turn() {
        if (paused) {
            return 0;
        }
        List<SiteInbox.Delivery> records = inbox.poll();
        for (SiteInbox.Delivery record : records) {
            if (!retired) {
                take(record);
                beatIfDue();
            }
        }
        beatIfDue();
        return records.size();
    }

    private void take(SiteInbox.Delivery record) {
        position = record.offset() + 1;
        if (record instanceof SiteInbox.Invalid invalid) {
            refuse(record, new Rejection(Rejection.Kind.INVALID, invalid.reason()));
        } else if (record instanceof SiteInbox.Ended) {
            // Read again after a restart, which would wait for it for ever otherwise.
            position = record.offset();
            finished = true;
            discriminator.statement().ifPresent(observer::stated);
            observer.finished();
        } else if (record instanceof SiteInbox.Drawn drawn) {
            answer(drawn);
        }
        if (cadence.isDue(position)) {
            cadence.save(position, this::write);
        }
    }

    private void answer(SiteInbox.Drawn drawn) {
        SyntheticBatch batch = drawn.batch();
        Optional<Rejection> fault = discriminator.faultOf(batch);
        if (fault.isPresent()) {
            refuse(drawn, fault.get());
            return;
        }
        Optional<String> spent = discriminator.pay(batch);
        if (spent.isPresent()) {
            // Not dealt with: somebody may extend the budget.
            position = drawn.offset();
            retired = true;
            observer.retired(spent.get());
            return;
        }
        long start = clock.millis();
        var gradient = discriminator.answer(batch, () -> clock.millis() - start);
        outbox.answer(settings.sendsRealScores() ? gradient : gradient.withoutRealImages(), position);
        observer.answered(batch, gradient);
    }

    private void refuse(SiteInbox.Delivery record, Rejection why) {
        outbox.refuse(record, why, position);
        observer.refused(record.offset(), why);
    }

    private void beatIfDue() {
        if (!retired && !clock.instant().isBefore(nextHeartbeat)) {
            beat(Presence.JOINED);
        }
    }

    private void beat(Presence presence) {
        Optional<PrivacyStatement> privacy = discriminator.statement();
        privacy.ifPresent(observer::stated);
        outbox.present(new SiteManifest(
                manifest.site(),
                manifest.session(),
                presence,
                manifest.images(),
                manifest.masks(),
                manifest.height(),
                manifest.width(),
                manifest.channels(),
                manifest.classes(),
                manifest.intensityScaling(),
                heartbeat++,
                privacy));
        nextHeartbeat = clock.instant().plus(heartbeatEvery);
    }

    /** Saves the state and leaves the run, to come back or not. */
    public void leave() {
        cadence.save(position, this::write);
        if (!finished && !paused) {
            beat(Presence.LEFT);
        }
    }

    /** The state as it is after the last record, for whoever saves it beside those of others. */
    public SnapshotStore.Content content() {
        return this::write;
    }

    private void write(SnapshotOutput out) throws IOException {
        discriminator.snapshot(position).write(out);
    }

    /** Says whether there is nothing left to do: the generator has declared the run over, or the site may answer no more. */
    public boolean isFinished() {
        return finished || retired;
    }
}
