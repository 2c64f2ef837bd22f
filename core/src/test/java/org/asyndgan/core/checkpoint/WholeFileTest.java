package org.asyndgan.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

    @TempDir
    private Path root;

    @Test
    void makesFoldersAndReplacesWhatTheFileHeld() throws IOException {
        Path target = root.resolve("a/b/file");
        WholeFile.write(target, file -> Files.writeString(file, "before"));

        WholeFile.write(target, file -> Files.writeString(file, "now"));

        assertThat(target).hasContent("now");
        try (var files = Files.list(target.getParent())) {
            assertThat(files).containsExactly(target);
        }
    }

    @Test
    void aWriteThatFailsHalfWayLeavesTheFileAsItWas() throws IOException {
        Path target = root.resolve("file");
        WholeFile.write(target, file -> Files.writeString(file, "before"));

        assertThatThrownBy(() -> WholeFile.write(target, file -> {
                    Files.writeString(file, "no");
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");

        assertThat(target).hasContent("before");
        try (var files = Files.list(root)) {
            assertThat(files).containsExactly(target);
        }
    }
}
