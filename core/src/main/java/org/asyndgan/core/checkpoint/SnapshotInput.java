package org.asyndgan.core.checkpoint;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * A snapshot that is being read: its sections in the order in which they were written.
 *
 * <p>Whoever reads one must read all of it. Files of format 1 hold the same parts in the same order, but neither names nor
 * lengths; they are read through the same calls.
 */
public interface SnapshotInput {

    /**
     * Reads the next section, which must have this name.
     *
     * @throws SnapshotException ADG-305 if it has another one, or if the part reads less or more than all of it
     */
    <T> T section(String name, Reading<T> part) throws IOException;

    /** Reads the next section if it has this name: earlier versions did not write it. */
    <T> Optional<T> addedSection(String name, Reading<T> part) throws IOException;

    /** Reads what only files of format 1 hold; nothing in all others. */
    <T> Optional<T> onlyInFormat1(Reading<T> part) throws IOException;

    /** Reads the content of one section, all of it. */
    @FunctionalInterface
    interface Reading<T> {
        T readFrom(DataInputStream in) throws IOException;
    }
}
