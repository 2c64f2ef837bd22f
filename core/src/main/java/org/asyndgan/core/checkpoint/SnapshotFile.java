package org.asyndgan.core.checkpoint;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The bytes of one snapshot.
 *
 * <p>Format 2, all numbers big-endian:
 *
 * <pre>
 * int magic, int 2
 * for every section, the first one being "identity":
 *   short bytes of the name, name in UTF-8 | long bytes of the content | content | long CRC-32C of content, length, name
 * a last section without name, its content the number (int) of those before it
 * </pre>
 *
 * <p>Format 1, which is only read: int magic, int 1, int bytes of the content, content, long CRC-32C of the content.
 *
 * <p>Neither direction holds more than a buffer of it, so a snapshot may be larger than memory.
 */
final class SnapshotFile {

    private static final int MAGIC = 0x41444753;
    private static final int FORMAT = 2;
    private static final String IDENTITY = "identity";
    private static final String END = "";
    private static final int BUFFER = 1 << 16;
    private static final int OPENING_BYTES = 2 * Integer.BYTES;
    private static final int FORMAT_1_BYTES = OPENING_BYTES + Integer.BYTES + Long.BYTES;

    private final Path file;

    SnapshotFile(Path file) {
        this.file = file;
    }

    /** Writes it anew. */
    void write(TrainingIdentity identity, SnapshotStore.Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            writeFully(channel, ByteBuffer.allocate(OPENING_BYTES).putInt(MAGIC).putInt(FORMAT));
            Sections sections = new Sections(channel);
            sections.section(IDENTITY, identity::write);
            content.writeTo(sections);
            int count = sections.written;
            sections.write(END, out -> out.writeInt(count));
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer filled) throws IOException {
        filled.flip();
        while (filled.hasRemaining()) {
            channel.write(filled);
        }
    }

    /**
     * Whose snapshot it is, without a look at the rest.
     *
     * @return nothing where it is of format 1, which does not say
     * @throws IOException if it is damaged so far
     * @throws SnapshotException ADG-305 if it has a later format
     */
    Optional<TrainingIdentity> identity() throws IOException {
        try (DataInputStream in = open()) {
            return format(in) == FORMAT ? Optional.of(identity(in)) : Optional.empty();
        }
    }

    private static TrainingIdentity identity(DataInputStream in) throws IOException {
        Head head = Head.read(in);
        if (!head.name().equals(IDENTITY) || head.length() > BUFFER) {
            throw new IOException("it does not begin with its identity");
        }
        byte[] content = in.readNBytes(Math.toIntExact(head.length()));
        CRC32C crc = new CRC32C();
        crc.update(content);
        requireChecksum(head, crc, in);
        return TrainingIdentity.read(new DataInputStream(new java.io.ByteArrayInputStream(content)));
    }

    /**
     * Reads it, once all of it has been found whole.
     *
     * @throws IOException if it is damaged; the reader has then seen nothing of it
     * @throws SnapshotException ADG-305 if it is whole and holds what this version does not know
     */
    <T> T read(SnapshotStore.Reader<T> reader) throws IOException {
        try (DataInputStream in = open()) {
            if (format(in) == FORMAT) {
                requireWholeSections(in);
            } else {
                requireWholeContent(in);
            }
        }
        try (DataInputStream in = open()) {
            if (format(in) == FORMAT) {
                identity(in);
                return readAll(reader, new SectionedInput(file.getFileName().toString(), in));
            }
            long length = in.readInt();
            return readAll(reader, new ContinuousInput(file.getFileName().toString(), new Bounded(in, length)));
        }
    }

    private static <T> T readAll(SnapshotStore.Reader<T> reader, Ending in) throws IOException {
        T value = reader.readFrom(in);
        in.requireEnd();
        return value;
    }

    private DataInputStream open() throws IOException {
        return new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
    }

    private int format(DataInputStream in) throws IOException {
        if (Files.size(file) < OPENING_BYTES || in.readInt() != MAGIC) {
            throw new IOException("it is not a snapshot");
        }
        int format = in.readInt();
        if (format > FORMAT) {
            throw new SnapshotException(
                    "ADG-305",
                    "Snapshot " + file.getFileName() + " has format " + format + ", and this version reads up to "
                            + FORMAT + ". Start the version that wrote it; nothing was changed.",
                    null);
        }
        if (format < 1) {
            throw new IOException("it has format " + format);
        }
        return format;
    }

    private void requireWholeContent(DataInputStream in) throws IOException {
        long length = in.readInt();
        if (length < 0 || Files.size(file) != FORMAT_1_BYTES + length) {
            throw new IOException("it is cut short");
        }
        CRC32C crc = new CRC32C();
        update(crc, in, length);
        if (in.readLong() != crc.getValue()) {
            throw new IOException("its checksum is wrong");
        }
    }

    private void requireWholeSections(DataInputStream in) throws IOException {
        long left = Files.size(file) - OPENING_BYTES;
        try {
            for (int count = 0; ; count++) {
                Head head = Head.read(in);
                left -= head.bytes();
                if (head.length() < 0 || head.length() > left) {
                    throw new IOException("it is cut short");
                }
                left -= head.length();
                CRC32C crc = new CRC32C();
                if (head.name().equals(END)) {
                    requireEnd(head, count, in, crc, left);
                    return;
                }
                update(crc, in, head.length());
                requireChecksum(head, crc, in);
            }
        } catch (EOFException cut) {
            throw new IOException("it is cut short", cut);
        }
    }

    private static void requireEnd(Head head, int count, DataInputStream in, CRC32C crc, long left) throws IOException {
        if (head.length() != Integer.BYTES || left != 0) {
            throw new IOException("it goes on after its end");
        }
        int sections = in.readInt();
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(sections).flip());
        requireChecksum(head, crc, in);
        if (sections != count) {
            throw new IOException("it has " + count + " sections of " + sections);
        }
    }

    private static void update(CRC32C crc, InputStream in, long length) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (long left = length; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException();
            }
            crc.update(buffer, 0, read);
            left -= read;
        }
    }

    private static void requireChecksum(Head head, CRC32C ofContent, DataInputStream in) throws IOException {
        if (in.readLong() != head.checksum(ofContent)) {
            throw new IOException("the checksum of its section \"" + head.name() + "\" is wrong");
        }
    }

    private static SnapshotException unknown(String file, String what) {
        return new SnapshotException(
                "ADG-305",
                "Snapshot " + file + " is whole, but " + what
                        + ". Start the version that wrote it; nothing was changed.",
                null);
    }

    /** What goes before the content of a section. */
    private record Head(String name, long length) {

        static Head read(DataInputStream in) throws IOException {
            byte[] name = new byte[in.readUnsignedShort()];
            in.readFully(name);
            return new Head(new String(name, StandardCharsets.UTF_8), in.readLong());
        }

        /** Together with the checksum that follows the content. */
        long bytes() {
            return Short.BYTES + encoded().length + 2L * Long.BYTES;
        }

        byte[] encoded() {
            return name.getBytes(StandardCharsets.UTF_8);
        }

        long checksum(CRC32C ofContent) {
            ofContent.update(ByteBuffer.allocate(Long.BYTES).putLong(length).flip());
            ofContent.update(encoded());
            return ofContent.getValue();
        }
    }

    /** Writes sections; a length is filled in once its content has gone by. */
    private static final class Sections implements SnapshotOutput {

        private final FileChannel channel;
        private int written;

        Sections(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void section(String name, Writing part) throws IOException {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("A section needs a name");
            }
            write(name, part);
            written++;
        }

        void write(String name, Writing part) throws IOException {
            byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
            writeFully(
                    channel,
                    ByteBuffer.allocate(Short.BYTES + encoded.length + Long.BYTES)
                            .putShort((short) encoded.length)
                            .put(encoded)
                            .putLong(0));
            long start = channel.position();
            Content content = new Content(channel);
            try (DataOutputStream out = new DataOutputStream(content)) {
                part.writeTo(out);
            }
            Head head = new Head(name, channel.position() - start);
            writeFully(channel, ByteBuffer.allocate(Long.BYTES).putLong(head.checksum(content.crc)));
            ByteBuffer length =
                    ByteBuffer.allocate(Long.BYTES).putLong(head.length()).flip();
            while (length.hasRemaining()) {
                channel.write(length, start - Long.BYTES + length.position());
            }
        }
    }

    /** Gathers what is written into buffers and keeps its checksum. */
    private static final class Content extends OutputStream {

        private final FileChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        private final CRC32C crc = new CRC32C();

        Content(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(int one) throws IOException {
            if (!buffer.hasRemaining()) {
                drain();
            }
            buffer.put((byte) one);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int at = offset; at < offset + length; ) {
                if (!buffer.hasRemaining()) {
                    drain();
                }
                int count = Math.min(buffer.remaining(), offset + length - at);
                buffer.put(bytes, at, count);
                at += count;
            }
        }

        private void drain() throws IOException {
            crc.update(buffer.array(), 0, buffer.position());
            writeFully(channel, buffer);
            buffer.clear();
        }

        @Override
        public void close() throws IOException {
            drain();
        }
    }

    /** A snapshot that can be asked whether all of it has been read. */
    private interface Ending extends SnapshotInput {
        void requireEnd() throws IOException;
    }

    /** Format 2. */
    private static final class SectionedInput implements Ending {

        private final String file;
        private final DataInputStream in;
        private Head next;

        SectionedInput(String file, DataInputStream in) throws IOException {
            this.file = file;
            this.in = in;
            this.next = Head.read(in);
        }

        @Override
        public <T> T section(String name, Reading<T> part) throws IOException {
            if (!next.name().equals(name)) {
                throw unknown(
                        file,
                        (next.name().equals(END) ? "ends" : "goes on with section \"" + next.name() + "\"")
                                + " where this version reads section \"" + name + "\"");
            }
            Bounded content = new Bounded(in, next.length());
            T value;
            try {
                value = part.readFrom(new DataInputStream(content));
            } catch (EOFException tooShort) {
                throw unknown(file, "section \"" + name + "\" is shorter than this version writes it");
            }
            if (content.left > 0) {
                throw unknown(file, "section \"" + name + "\" is longer than this version writes it");
            }
            in.readLong(); // the checksum has been found right
            next = Head.read(in);
            return value;
        }

        @Override
        public <T> Optional<T> addedSection(String name, Reading<T> part) throws IOException {
            return next.name().equals(name) ? Optional.of(section(name, part)) : Optional.empty();
        }

        @Override
        public <T> Optional<T> onlyInFormat1(Reading<T> part) {
            return Optional.empty();
        }

        @Override
        public void requireEnd() {
            if (!next.name().equals(END)) {
                throw unknown(file, "has section \"" + next.name() + "\", which this version does not know");
            }
        }
    }

    /** Format 1: the parts follow each other, and what was added later is there if anything is left. */
    private static final class ContinuousInput implements Ending {

        private final String file;
        private final Bounded content;
        private final DataInputStream in;

        ContinuousInput(String file, Bounded content) {
            this.file = file;
            this.content = content;
            this.in = new DataInputStream(content);
        }

        @Override
        public <T> T section(String name, Reading<T> part) throws IOException {
            return part.readFrom(in);
        }

        @Override
        public <T> Optional<T> addedSection(String name, Reading<T> part) throws IOException {
            return content.left > 0 ? Optional.of(part.readFrom(in)) : Optional.empty();
        }

        @Override
        public <T> Optional<T> onlyInFormat1(Reading<T> part) throws IOException {
            return Optional.of(part.readFrom(in));
        }

        @Override
        public void requireEnd() {
            if (content.left > 0) {
                throw unknown(file, "is longer than this version reads it");
            }
        }
    }

    /** The next bytes of a stream, and no more. */
    private static final class Bounded extends InputStream {

        private final InputStream in;
        private long left;

        Bounded(InputStream in, long length) {
            this.in = in;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            if (left == 0) {
                return -1;
            }
            left--;
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0 && length > 0) {
                return -1;
            }
            int count = in.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }
    }
}
