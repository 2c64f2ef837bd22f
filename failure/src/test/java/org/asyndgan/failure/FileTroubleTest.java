package org.asyndgan.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTroubleTest {

    @TempDir
    Path folder;

    @Test
    void tellsWhatTheFileSystemSaysWithoutClassesAndPaths() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(reason(() -> Files.readString(folder.resolve("gone")))).isEqualTo("No such file or folder");
        assertThat(reason(() -> Files.createDirectories(file.resolve("inside"))))
                .isEqualTo("Not a directory");
        assertThat(reason(() -> Files.createDirectory(file))).isEqualTo("It exists already and is no folder");
        assertThat(FileTrouble.reason(new FileSystemException("x", null, "No space left on device")))
                .isEqualTo("No space left on device");
    }

    @Test
    void tellsTheInnermostFailure() {
        assertThat(FileTrouble.reason(new UncheckedIOException(
                        "cannot be written", new IOException("wrapped", new IOException("Read-only file system")))))
                .isEqualTo("Read-only file system");
    }

    @Test
    void tellsTheClassWhereNothingElseIsSaid() {
        assertThat(FileTrouble.reason(new IOException())).isEqualTo("IOException");
    }

    private static String reason(Attempt attempt) {
        try {
            attempt.make();
        } catch (IOException refused) {
            return FileTrouble.reason(refused);
        }
        throw new AssertionError("nothing failed");
    }

    @FunctionalInterface
    private interface Attempt {
        void make() throws IOException;
    }
}
