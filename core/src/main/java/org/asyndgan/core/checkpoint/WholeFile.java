package org.asyndgan.core.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * Writes files whole or not at all: whoever reads one sees what it held before or what it holds now, whenever the process or
 * the machine stops.
 */
public final class WholeFile {

    private static final String UNFINISHED = ".new";

    private WholeFile() {}

    /** Writes one file, from its first byte to its last. */
    @FunctionalInterface
    public interface Writing {
        void to(Path file) throws IOException;
    }

    /**
     * Lets a file beside the target be written, brings it to the disk and gives it the target's name; folders are made where
     * they are missing.
     *
     * @throws IOException if that fails; the target is then what it was, and nothing is left beside it
     */
    public static void write(Path target, Writing writing) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        Path fresh = target.resolveSibling(target.getFileName() + UNFINISHED);
        Files.createDirectories(folder);
        try {
            writing.to(fresh);
            force(fresh, StandardOpenOption.WRITE);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException failed) {
            remove(fresh, failed);
            throw failed;
        }
        try {
            force(folder, StandardOpenOption.READ);
        } catch (IOException e) {
            // Only Linux and its relatives open folders; the others order renames by themselves.
        }
    }

    /** What is half written takes room on a disk that may be full. */
    private static void remove(Path fresh, Exception failed) {
        try {
            Files.deleteIfExists(fresh);
        } catch (IOException kept) {
            failed.addSuppressed(kept);
        }
    }

    /**
     * Removes what processes that were killed while they wrote have left in a folder; nothing if there is no folder. Nobody
     * else may be writing there.
     */
    static void removeUnfinished(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path left :
                    files.filter(file -> file.toString().endsWith(UNFINISHED)).toList()) {
                Files.deleteIfExists(left);
            }
        }
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }
}
