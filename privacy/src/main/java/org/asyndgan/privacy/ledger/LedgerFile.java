package org.asyndgan.privacy.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.asyndgan.failure.FileTrouble;

/**
 * The file of a ledger: one entry a line, its fields separated by tabulators, the last one a hash over the line and the
 * hash before it. Lines are added, never changed.
 *
 * <p>A last line without its end was being written when the machine stopped; it is cut off. Anything else that does not
 * fit its hash was changed by somebody.
 */
final class LedgerFile implements AutoCloseable {

    private static final String NAME = "ledger.log";
    private static final int HASH_BYTES = 16;

    private final Path path;
    private final FileChannel channel;
    private String hash;

    private LedgerFile(Path path, FileChannel channel, String hash) {
        this.path = path;
        this.channel = channel;
        this.hash = hash;
    }

    /** Says whether a folder holds a ledger. */
    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(NAME));
    }

    /** The entries of a ledger that another process may be writing, and this one has not opened: that would lose its lock. */
    static List<LedgerEntry> read(Path folder) {
        Path path = folder.resolve(NAME);
        try {
            return content(path, Files.readAllBytes(path)).entries();
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /**
     * Opens a folder's ledger, for this process alone, or begins one.
     *
     * @param entries takes what it holds
     */
    static LedgerFile open(Path folder, List<LedgerEntry> entries) {
        Path path = folder.resolve(NAME);
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                throw new LedgerException(
                        "ADG-422",
                        "Ledger " + path + " is in use by another process. A data set has one ledger, and one run at a"
                                + " time writes to it; wait for the other run, or stop it.",
                        null);
            }
            Content content = content(path, whole(channel));
            channel.truncate(content.bytes());
            channel.position(content.bytes());
            forceName(folder);
            entries.addAll(content.entries());
            return new LedgerFile(path, channel, content.hash());
        } catch (IOException e) {
            closeQuietly(channel);
            throw unusable(path, e);
        } catch (LedgerException e) {
            closeQuietly(channel);
            throw e;
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException inThisProcess) {
            return true;
        }
    }

    /** A file that is forced has its content on the disk; that its folder names it takes another force. */
    private static void forceName(Path folder) {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException e) {
            // Only Linux and its relatives open folders; the others order names by themselves.
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By the locked channel itself: once a process closes any other one to a file, POSIX gives all its locks on it back. */
    private static byte[] whole(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        int read = 0;
        while (read >= 0 && bytes.hasRemaining()) {
            read = channel.read(bytes, bytes.position());
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static Content content(Path path, byte[] bytes) {
        List<LedgerEntry> entries = new ArrayList<>();
        String hash = "";
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                String line = new String(bytes, start, i - start, StandardCharsets.UTF_8);
                int last = line.lastIndexOf('\t');
                String text = last < 0 ? line : line.substring(0, last);
                hash = hash(hash, text);
                if (last < 0 || !line.substring(last + 1).equals(hash)) {
                    throw damaged(path, entries.size() + 1, "does not fit what stands before it");
                }
                entries.add(entry(path, entries.size() + 1, text));
                start = i + 1;
            }
        }
        return new Content(entries, hash, start);
    }

    private static LedgerEntry entry(Path path, int number, String text) {
        try {
            return LedgerEntry.of(Arrays.asList(text.split("\t", -1)));
        } catch (IllegalArgumentException e) {
            throw damaged(path, number, "cannot be read: " + e.getMessage());
        }
    }

    private static LedgerException damaged(Path path, int line, String why) {
        return new LedgerException(
                "ADG-422",
                "Line " + line + " of ledger " + path + " " + why
                        + ", so what has been spent is not known. Restore it from a backup that is not older than the"
                        + " last run.",
                null);
    }

    private static LedgerException unusable(Path path, IOException why) {
        return new LedgerException(
                "ADG-422",
                "Ledger " + path + " cannot be read or written (" + FileTrouble.reason(why)
                        + "), and without it nothing may be drawn. Free space, or fix the folder's permissions.",
                why);
    }

    /** Adds an entry, whole or not at all; it survives this process, but not yet a power cut. */
    void add(LedgerEntry entry) {
        String text = String.join("\t", entry.fields());
        String next = hash(hash, text);
        try {
            write(ByteBuffer.wrap((text + "\t" + next + "\n").getBytes(StandardCharsets.UTF_8)));
            hash = next;
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private void write(ByteBuffer line) throws IOException {
        long end = channel.position();
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException full) {
            cutBack(end, full);
            throw full;
        }
    }

    /** What fitted of a line goes, so that the next one does not stand behind it. */
    private void cutBack(long end, IOException failed) {
        try {
            channel.truncate(end);
        } catch (IOException kept) {
            failed.addSuppressed(kept);
        }
    }

    /** Once it returns, all that was added survives a power cut. */
    void force() {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /** The number of the file on its disk, which a copy does not share; empty where the system has none. */
    String place() {
        try {
            return isUnix() ? String.valueOf(Files.getAttribute(path, "unix:ino")) : "";
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private boolean isUnix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    Path path() {
        return path;
    }

    private static String hash(String before, String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((before + "\n" + text).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    /** @param bytes of all whole lines */
    private record Content(List<LedgerEntry> entries, String hash, long bytes) {}
}
