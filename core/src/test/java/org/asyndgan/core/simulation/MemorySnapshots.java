package org.asyndgan.core.simulation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.asyndgan.core.checkpoint.SnapshotException;
import org.asyndgan.core.checkpoint.SnapshotInput;
import org.asyndgan.core.checkpoint.SnapshotStore;

/** The newest snapshot, in memory; it survives the crash of its worker. */
public final class MemorySnapshots implements SnapshotStore {

    private Map<String, byte[]> newest;
    private boolean full;

    /** From now on the disk is full, or is not any more. */
    public void fill(boolean isFull) {
        full = isFull;
    }

    @Override
    public void save(long step, Content content) {
        if (full) {
            throw new SnapshotException("ADG-301", "No space left on device", null);
        }
        Map<String, byte[]> sections = new LinkedHashMap<>();
        try {
            content.writeTo((name, part) -> {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                part.writeTo(new DataOutputStream(bytes));
                sections.put(name, bytes.toByteArray());
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        newest = sections;
    }

    @Override
    public <T> Optional<T> newest(Reader<T> reader) {
        if (newest == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.readFrom(new Sections(newest)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Sections implements SnapshotInput {

        private final ArrayDeque<Map.Entry<String, byte[]>> left;

        Sections(Map<String, byte[]> sections) {
            left = new ArrayDeque<>(sections.entrySet());
        }

        @Override
        public <T> T section(String name, Reading<T> part) throws IOException {
            if (!left.element().getKey().equals(name)) {
                throw new IllegalStateException("Section " + left.element().getKey() + " is not " + name);
            }
            return part.readFrom(
                    new DataInputStream(new ByteArrayInputStream(left.remove().getValue())));
        }

        @Override
        public <T> Optional<T> addedSection(String name, Reading<T> part) throws IOException {
            return Optional.of(section(name, part));
        }

        @Override
        public <T> Optional<T> onlyInFormat1(Reading<T> part) {
            return Optional.empty();
        }
    }
}
