package org.asyndgan.core.generator;

import java.io.DataInputStream;
import java.io.IOException;
import org.asyndgan.core.checkpoint.SnapshotInput;
import org.asyndgan.core.checkpoint.SnapshotOutput;

/**
 * What a snapshot of the generator holds.
 *
 * @param journalPosition where the journal goes on after the state
 */
record GeneratorSnapshot(long journalPosition, GeneratorState state) {

    void write(SnapshotOutput out) throws IOException {
        out.section("journal position", part -> part.writeLong(journalPosition));
        state.write(out);
    }

    static GeneratorSnapshot read(SnapshotInput in) throws IOException {
        return new GeneratorSnapshot(
                in.section("journal position", DataInputStream::readLong), GeneratorState.read(in));
    }
}
