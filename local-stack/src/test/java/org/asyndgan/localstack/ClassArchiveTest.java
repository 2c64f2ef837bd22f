package org.asyndgan.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {

    @TempDir
    Path folder;

    @Test
    void isMappedWithoutAWordOfWhatDoesNotFit() throws IOException {
        Path archive = Files.createFile(folder.resolve("worker.jsa"));

        assertThat(ClassArchive.flags(folder, "worker", 17))
                .containsExactly(
                        "-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    }

    @Test
    void isSilencedByTheNameThatNewerJavasHaveForIt() throws IOException {
        Files.createFile(folder.resolve("worker.jsa"));

        assertThat(ClassArchive.flags(folder, "worker", 24)).endsWith("-Xlog:aot=off");
    }

    @Test
    void isDoneWithoutWhereThereIsNone() throws IOException {
        Files.createFile(folder.resolve("worker.jsa"));

        assertThat(ClassArchive.flags(folder, "registry", 17)).isEmpty();
    }

    @Test
    void hasItsLibrariesAtTheBeginningOfAClassPathThatHoldsThem() throws IOException {
        Path libraries = Files.writeString(folder.resolve("class-path"), path("/m/b.jar", "/m/a.jar") + "\n");

        assertThat(ClassArchive.beginningAs(libraries, path("/own/classes", "/m/a.jar", "/m/c.jar", "/m/b.jar")))
                .isEqualTo(path("/m/b.jar", "/m/a.jar", "/own/classes", "/m/c.jar"));
        assertThat(ClassArchive.beginningAs(libraries, path("/own/classes", "/m/a.jar")))
                .isEqualTo(path("/own/classes", "/m/a.jar"));
    }

    private static String path(String... files) {
        return String.join(File.pathSeparator, files);
    }
}
