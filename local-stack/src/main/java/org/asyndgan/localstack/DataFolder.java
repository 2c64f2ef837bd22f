package org.asyndgan.localstack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.localstack.LocalStackException.Trouble;

/**
 * A folder that a broker or registry keeps its data in, held by one of them at a time.
 *
 * <p>Kafka has a lock of its own, but takes it late: a second broker on the same folder destroys the first one's
 * metadata log before it notices (seen with 4.3.1).
 */
final class DataFolder {

    /** Folders held in this process: a file lock alone tells processes apart, not threads. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private static final long MEBIBYTE = 1 << 20;

    private final Path path;
    private final String owner;

    /** @param owner broker or registry, for messages */
    DataFolder(Path path, String owner) {
        this.path = path.toAbsolutePath().normalize();
        this.owner = owner;
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** How much the disk has left, such as {@code  (its disk has 3 MiB left)}; nothing where nobody knows. */
    String space() {
        try {
            return " (its disk has " + Files.getFileStore(path).getUsableSpace() / MEBIBYTE + " MiB left)";
        } catch (IOException unknown) {
            return "";
        }
    }

    /**
     * Makes the folder where it does not exist yet, and keeps everybody else out.
     *
     * @return lets others in when it is closed
     * @throws LocalStackException if the folder cannot be made or written to, or another holds it
     */
    Hold hold() {
        if (!HELD.add(path)) {
            throw inUse();
        }
        try {
            Files.createDirectories(path);
            var file =
                    FileChannel.open(path.resolve("in-use.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(file)) {
                return new Hold(file);
            }
            file.close();
        } catch (IOException refused) {
            HELD.remove(path);
            throw new LocalStackException(
                    Trouble.FOLDER_NOT_WRITABLE,
                    "The local " + owner + " cannot write to its data folder " + path + " ("
                            + FileTrouble.reason(refused)
                            + "). Give it a folder that this user may write to, on a disk that is not full.",
                    refused);
        }
        HELD.remove(path);
        throw inUse();
    }

    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private LocalStackException inUse() {
        return new LocalStackException(
                Trouble.FOLDER_IN_USE,
                "The data folder " + path + " is in use by another local " + owner
                        + ". Stop that one or choose another folder.",
                null);
    }

    /** While it is open, nobody else uses the folder. */
    final class Hold implements AutoCloseable {

        private final FileChannel file;

        private Hold(FileChannel file) {
            this.file = file;
        }

        @Override
        public void close() {
            try {
                file.close();
            } catch (IOException released) {
                // The operating system gives the lock back in any case.
            } finally {
                HELD.remove(path);
            }
        }
    }
}
