package org.asyndgan.worker.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.asyndgan.worker.WorkerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {

    @TempDir
    Path folder;

    @Test
    void isMadeAndLeftEmpty() {
        Path made = StateFolder.of("asyndgan.site.state", folder.resolve("a/b").toString());

        assertThat(made).isEmptyDirectory();
    }

    @Test
    void mustBeGiven() {
        assertThatThrownBy(() -> StateFolder.of("asyndgan.site.state", null))
                .hasMessage("Setting asyndgan.site.state is missing; set it to a folder of this worker's own, where its"
                        + " snapshots are kept. (ADG-501)");
    }

    @Test
    void mustNotBeAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> StateFolder.of("asyndgan.site.state", file.toString()))
                .isInstanceOf(WorkerException.class)
                .hasMessage("The folder " + file + " cannot be written (It exists already and is no folder)."
                        + " Set asyndgan.site.state to a folder that this process may write. (ADG-511)");
    }
}
