package org.asyndgan.core.checkpoint;

import java.util.Map;
import java.util.Optional;

/** Keeps states of several workers of one moment. */
public interface Checkpoints {

    /** Keeps nothing: a run that stops begins anew. */
    Checkpoints NONE = new Checkpoints() {

        @Override
        public void save(long step, Map<String, SnapshotStore.Content> workers) {}

        @Override
        public Optional<SnapshotStore> newest(String worker) {
            return Optional.empty();
        }

        @Override
        public void forget() {}
    };

    /**
     * Keeps the states of all workers, whole or not at all: where they cannot be written, what was kept before is
     * untouched and the run goes on.
     *
     * @param step by which checkpoints are ordered, at least 0
     * @param workers by name, such as {@code generator}
     */
    void save(long step, Map<String, SnapshotStore.Content> workers);

    /** Where a worker finds its state in the newest checkpoint, if there is one. */
    Optional<SnapshotStore> newest(String worker);

    /** Lets go of all. */
    void forget();
}
