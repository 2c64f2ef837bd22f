package org.asyndgan.core.checkpoint;

/**
 * When a worker's state is saved: every so many steps, and where that fails, as on a full disk, again before long.
 *
 * <p>A failure ends nothing: the log holds all that the snapshot would. Not thread-safe.
 */
public final class SnapshotCadence {

    private static final long RETRIES_BETWEEN_SNAPSHOTS = 10;

    private final SnapshotStore store;
    private final long every;
    private final Observer observer;
    private long savedAt = -1;
    private long due;

    /**
     * @param every steps between two snapshots, at least 1
     * @param first step of the first one
     */
    public SnapshotCadence(SnapshotStore store, long every, long first, Observer observer) {
        if (every < 1) {
            throw new IllegalArgumentException("snapshot-every " + every + " must be at least 1");
        }
        this.store = store;
        this.every = every;
        this.due = first;
        this.observer = observer;
    }

    /** The worker goes on from a snapshot of this step. */
    public void restored(long step) {
        savedAt = step;
        due = every < Long.MAX_VALUE - step ? step + every : Long.MAX_VALUE;
    }

    /** Says whether it is time for a snapshot. */
    public boolean isDue(long step) {
        return step >= due;
    }

    /** Saves the state, unless the newest snapshot is of this step. */
    public void save(long step, SnapshotStore.Content state) {
        if (step != savedAt) {
            replace(step, state);
        }
    }

    /** Saves the state, which differs from that in a snapshot of the same step if there is one. */
    public void replace(long step, SnapshotStore.Content state) {
        try {
            store.save(step, state);
        } catch (SnapshotException noRoom) {
            due = step + Math.max(1, every / RETRIES_BETWEEN_SNAPSHOTS);
            observer.notSnapshotted(step, noRoom.getMessage());
            return;
        }
        restored(step);
        observer.snapshotted(step);
    }

    /** Is told what became of snapshots. */
    public interface Observer {

        /** A snapshot of this step is safe. */
        default void snapshotted(long step) {}

        /** A snapshot of this step could not be written; the worker goes on without. */
        default void notSnapshotted(long step, String why) {}
    }
}
