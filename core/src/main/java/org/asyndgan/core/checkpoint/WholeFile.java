package org.asyndgan.core.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes files whole or not at all: whoever reads one sees what it held before or what it holds now, whenever the process or
 * the machine stops.
 */
public final class WholeFile {

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
     * @throws IOException if that fails; the target is then what it was
     */
    public static void write(Path target, Writing writing) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        Files.createDirectories(folder);
        writing.to(fresh);
        force(fresh, StandardOpenOption.WRITE);
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try {
            force(folder, StandardOpenOption.READ);
        } catch (IOException e) {
            // Only Linux and its relatives open folders; the others order renames by themselves.
        }
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }
}
