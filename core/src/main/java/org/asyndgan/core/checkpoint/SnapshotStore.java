package org.asyndgan.core.checkpoint;

import java.io.IOException;
import java.util.Optional;

/** Keeps the snapshots of one worker. */
public interface SnapshotStore {

    /**
     * Writes a snapshot; once it returns, the snapshot survives a power cut.
     *
     * @param step by which snapshots are ordered, at least 0
     * @throws SnapshotException if it cannot be written; those before it are untouched
     */
    void save(long step, Content content);

    /**
     * Reads the newest snapshot that is whole, passing over damaged ones.
     *
     * @param reader sees only snapshots that are whole
     * @return nothing if there is no snapshot at all
     * @throws SnapshotException if there are snapshots and none of them is whole, or if the newest whole one is another
     *     training's or another version's
     */
    <T> Optional<T> newest(Reader<T> reader);

    /** Writes the state to a snapshot. */
    @FunctionalInterface
    interface Content {
        void writeTo(SnapshotOutput out) throws IOException;
    }

    /** Reads the state from a snapshot. */
    @FunctionalInterface
    interface Reader<T> {
        T readFrom(SnapshotInput in) throws IOException;
    }
}
