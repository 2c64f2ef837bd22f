package org.asyndgan.core.simulation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.asyndgan.core.checkpoint.SnapshotException;
import org.asyndgan.core.checkpoint.SnapshotStore;

/** The newest snapshot, in memory; it survives the crash of its worker. */
public final class MemorySnapshots implements SnapshotStore {

    private byte[] newest;
    private boolean full;

    /** From now on the disk is full, or is not any more. */
    public void fill(boolean isFull) {
        full = isFull;
    }

    @Override
    public void save(long step, Content content) {
        if (full) {
            throw new SnapshotException("ADG-302", "No space left on device", null);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            content.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        newest = bytes.toByteArray();
    }

    @Override
    public <T> Optional<T> newest(Reader<T> reader) {
        if (newest == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.readFrom(new DataInputStream(new ByteArrayInputStream(newest))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
