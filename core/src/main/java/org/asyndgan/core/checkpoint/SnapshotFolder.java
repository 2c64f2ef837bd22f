package org.asyndgan.core.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Snapshots as files {@code 000000000123.snapshot} in one folder.
 *
 * <p>Layout: the magic number, a version, the length of the content, the content, CRC-32C of the
 * content. Not thread-safe.
 */
public final class SnapshotFolder implements SnapshotStore {

    private static final int MAGIC = 0x41444753;
    private static final int FORMAT = 1;
    private static final int HEADER_BYTES = 12;
    private static final String SUFFIX = ".snapshot";

    private final Path folder;
    private final int keep;
    private final Consumer<String> warnings;

    /** Says whether a folder holds snapshots, whole or not. */
    public static boolean isUsed(Path folder) {
        try {
            return !new SnapshotFolder(folder, 1, warning -> {}).newestFirst().isEmpty();
        } catch (IOException e) {
            throw unlisted(folder, e);
        }
    }

    /**
     * @param keep number of snapshots kept, at least 1
     * @param warnings takes a sentence for every damaged snapshot that was passed over
     */
    public SnapshotFolder(Path folder, int keep, Consumer<String> warnings) {
        if (keep < 1) {
            throw new IllegalArgumentException("keep-snapshots " + keep + " must be at least 1");
        }
        this.folder = folder;
        this.keep = keep;
        this.warnings = warnings;
    }

    @Override
    public void save(long step, Content content) {
        Path target = folder.resolve(String.format("%012d%s", step, SUFFIX));
        try {
            byte[] bytes = bytesOf(content);
            WholeFile.write(target, file -> write(file, bytes));
            forgetOldest();
        } catch (IOException e) {
            throw new SnapshotException(
                    "ADG-301",
                    "The snapshot of step " + step + " could not be written to " + folder + " (" + e
                            + "); earlier ones are untouched. Free space or fix the folder's permissions.",
                    e);
        }
    }

    private static byte[] bytesOf(Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            content.writeTo(out);
        }
        return bytes.toByteArray();
    }

    private static void write(Path file, byte[] content) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putInt(MAGIC).putInt(FORMAT).putInt(content.length).flip();
        ByteBuffer footer =
                ByteBuffer.allocate(Long.BYTES).putLong(checksum(content)).flip();
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (ByteBuffer part : List.of(header, ByteBuffer.wrap(content), footer)) {
                while (part.hasRemaining()) {
                    channel.write(part);
                }
            }
        }
    }

    private void forgetOldest() throws IOException {
        List<Path> files = newestFirst();
        for (Path old : files.subList(Math.min(keep, files.size()), files.size())) {
            Files.deleteIfExists(old);
        }
    }

    @Override
    public <T> Optional<T> newest(Reader<T> reader) {
        List<Path> files;
        try {
            files = newestFirst();
        } catch (IOException e) {
            throw unlisted(folder, e);
        }
        IOException last = null;
        for (Path file : files) {
            try {
                return Optional.of(reader.readFrom(new DataInputStream(new ByteArrayInputStream(contentOf(file)))));
            } catch (IOException e) {
                last = e;
                warnings.accept("Snapshot " + file.getFileName() + " is damaged (" + e.getMessage()
                        + "); falling back to the one before it");
            }
        }
        if (last != null) {
            throw new SnapshotException(
                    "ADG-302",
                    "None of the " + files.size() + " snapshots in " + folder
                            + " can be read. Restore the folder from a backup, or move it away to start the run anew.",
                    last);
        }
        return Optional.empty();
    }

    /**
     * Reads one of the snapshots kept, whole or not.
     *
     * @param index 0 for the oldest
     * @return nothing if there are not so many
     * @throws SnapshotException if it cannot be read
     */
    public <T> Optional<T> kept(int index, Reader<T> reader) {
        try {
            List<Path> files = newestFirst();
            if (index >= files.size()) {
                return Optional.empty();
            }
            Path file = files.get(files.size() - 1 - index);
            return Optional.of(reader.readFrom(new DataInputStream(new ByteArrayInputStream(contentOf(file)))));
        } catch (IOException e) {
            throw new SnapshotException(
                    "ADG-302",
                    "A snapshot in " + folder + " cannot be read (" + e.getMessage()
                            + "). Restore the folder from a backup, or leave the damaged file out.",
                    e);
        }
    }

    private List<Path> newestFirst() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted(Comparator.reverseOrder())
                    .toList());
        }
    }

    private static SnapshotException unlisted(Path folder, IOException why) {
        return new SnapshotException(
                "ADG-302",
                "The snapshots in " + folder + " cannot be listed (" + why + "). Fix the folder's permissions.",
                why);
    }

    private static byte[] contentOf(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        if (bytes.remaining() < HEADER_BYTES + Long.BYTES || bytes.getInt() != MAGIC) {
            throw new IOException("it is not a snapshot");
        }
        int format = bytes.getInt();
        if (format != FORMAT) {
            throw new IOException("it has format " + format + ", and this version reads " + FORMAT);
        }
        int length = bytes.getInt();
        if (length != bytes.remaining() - Long.BYTES) {
            throw new IOException("it is cut short");
        }
        byte[] content = new byte[length];
        bytes.get(content);
        if (bytes.getLong() != checksum(content)) {
            throw new IOException("its checksum is wrong");
        }
        return content;
    }

    private static long checksum(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return crc.getValue();
    }
}
