package org.asyndgan.core.checkpoint;

import java.io.DataOutputStream;
import java.io.IOException;

/** A snapshot that is being written: named sections, one after the other. */
public interface SnapshotOutput {

    /**
     * Writes a section; it may be longer than any array.
     *
     * @param name at least one character, such as {@code optimizer}
     * @param part is called once and may write nothing at all
     */
    void section(String name, Writing part) throws IOException;

    /** Writes the content of one section. */
    @FunctionalInterface
    interface Writing {
        void writeTo(DataOutputStream out) throws IOException;
    }
}
