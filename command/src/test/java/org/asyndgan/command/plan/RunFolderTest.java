package org.asyndgan.command.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

    @TempDir
    private Path runs;

    @Test
    void refusesTheNameOfARunThatHasBegunAndSaysHowToGoOn() {
        RunFolder.create(runs, "first").markBegun();

        assertThatThrownBy(() -> RunFolder.create(runs, "first"))
                .isInstanceOf(RunException.class)
                .hasMessage("There is a run first already, in " + runs.resolve("first")
                        + ". Go on where it was with --resume, choose another name with --run, or remove that folder"
                        + " first. (ADG-702)");
    }

    @Test
    void letsARunThatFailedBeforeItsFirstStepGiveWay() throws IOException {
        RunFolder failed = RunFolder.create(runs, "first");
        Files.writeString(failed.settings(), "{}");
        Files.createDirectories(failed.path().resolve("broker"));
        Files.writeString(failed.log("generator"), "it failed");

        RunFolder fresh = RunFolder.create(runs, "first");

        assertThat(fresh.log("generator")).doesNotExist();
        assertThat(fresh.settings()).doesNotExist();
    }

    @Test
    void keepsAFolderThatHoldsSomethingElse() throws IOException {
        Files.createDirectories(runs.resolve("first"));
        Files.writeString(runs.resolve("first/thesis.txt"), "years of work");

        assertThatThrownBy(() -> RunFolder.create(runs, "first")).hasMessageEndingWith("(ADG-702)");

        assertThat(runs.resolve("first/thesis.txt")).exists();
    }

    @Test
    void keepsARunOfAnEarlierVersionThatHasSnapshots() throws IOException {
        RunFolder old = RunFolder.create(runs, "first");
        Files.createDirectories(old.generator());
        Files.writeString(old.generator().resolve("000000000100.snapshot"), "weights");

        assertThatThrownBy(() -> RunFolder.create(runs, "first")).hasMessageEndingWith("(ADG-702)");
    }

    @Test
    void refusesAFileForTheFolderOfRuns() throws IOException {
        Path file = Files.createFile(runs.resolve("file"));

        assertThatThrownBy(() -> RunFolder.create(file, "first"))
                .hasMessage("The place for runs, " + file + ", is a file. Name a folder with --runs. (ADG-703)");
    }

    @Test
    void knowsTheNewestOfTheNamesItHasGiven() throws IOException {
        assertThat(RunFolder.newestName(runs, "demo")).isEqualTo("demo");

        Files.createDirectories(runs.resolve("demo"));
        Files.createDirectories(runs.resolve("demo-2"));

        assertThat(RunFolder.newestName(runs, "demo")).isEqualTo("demo-2");
        assertThat(RunFolder.freeName(runs, "demo")).isEqualTo("demo-3");
    }
}
