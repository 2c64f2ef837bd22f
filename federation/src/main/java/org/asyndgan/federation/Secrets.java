package org.asyndgan.federation;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.asyndgan.core.checkpoint.WholeFile;
import org.asyndgan.failure.FileTrouble;

/** Files that only their owner may read, and random passwords. */
final class Secrets {

    private static final int PASSWORD_BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** 192 random bits, in letters, digits, '-' and '_'. */
    static String password() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Writes a file with mode 0600, in one step; the folder is made, with mode 0700, where it is missing. */
    static void write(Path file, byte[] content) {
        try {
            folder(file.getParent());
            WholeFile.write(file, fresh -> {
                Files.deleteIfExists(fresh);
                Files.createFile(fresh, mode("rw-------"));
                Files.write(fresh, content);
            });
        } catch (IOException failed) {
            throw new FederationException(
                    "ADG-661",
                    "The file " + file + " cannot be written: " + FileTrouble.reason(failed)
                            + ". Choose with --out a folder that you may write to.",
                    failed);
        }
    }

    static void folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, mode("rwx------"));
        }
    }

    private static FileAttribute<?>[] mode(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
