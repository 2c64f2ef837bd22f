package org.asyndgan.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFolderTest {

    @TempDir
    Path root;

    private final List<String> warnings = new ArrayList<>();

    @Test
    void keepsTheNewestStateOfEveryWorkerAlone() throws IOException {
        Path folder = root.resolve("checkpoints");
        CheckpointFolder checkpoints = new CheckpointFolder(folder, warnings::add);

        save(checkpoints, 3);
        save(checkpoints, 12);

        assertThat(step(checkpoints, "generator")).isEqualTo(12);
        assertThat(step(checkpoints, "site")).isEqualTo(13);
        try (Stream<Path> kept = Files.list(folder)) {
            assertThat(kept).containsExactly(folder.resolve("000000000012"));
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void replacesOneOfTheSameStepWithoutAMomentInWhichThereIsNone() throws IOException {
        Path folder = root.resolve("checkpoints");
        CheckpointFolder checkpoints = new CheckpointFolder(folder, warnings::add);
        save(checkpoints, 3);

        // What a process leaves that is killed where the new one is about to get its name.
        checkpoints.save(3, Map.of("generator", state(30), "site", state(31)));
        assertThat(step(checkpoints, "generator")).isEqualTo(30);
        Files.move(folder.resolve("000000000003"), folder.resolve("000000000003.before"));
        Files.createDirectory(folder.resolve("000000000003.part"));
        assertThat(step(checkpoints, "generator")).isEqualTo(30);

        checkpoints.save(3, Map.of("generator", state(300), "site", state(301)));
        assertThat(step(checkpoints, "generator")).isEqualTo(300);
        try (Stream<Path> kept = Files.list(folder)) {
            assertThat(kept).containsExactly(folder.resolve("000000000003"));
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void prefersTheNewOneWhereTheOneBeforeIsStillThere() throws IOException {
        Path folder = root.resolve("checkpoints");
        CheckpointFolder checkpoints = new CheckpointFolder(folder, warnings::add);
        save(checkpoints, 3);
        Files.createDirectory(folder.resolve("000000000003.before"));

        assertThat(step(checkpoints, "generator")).isEqualTo(3);
    }

    /** As a disk that is full for a while; another file than a folder stands for it, which root cannot pass over either. */
    @Test
    void goesOnWhereACheckpointCannotBeWrittenAndKeepsTheOneBefore() throws IOException {
        Path folder = root.resolve("checkpoints");
        CheckpointFolder checkpoints = new CheckpointFolder(folder, warnings::add);
        save(checkpoints, 3);
        Path kept = Files.move(folder, root.resolve("kept"));
        Files.createFile(folder);

        save(checkpoints, 4);

        assertThat(warnings).singleElement().satisfies(warning -> assertThat(warning)
                .contains("checkpoint of step 4"));
        Files.delete(folder);
        Files.move(kept, folder);
        assertThat(step(checkpoints, "generator")).isEqualTo(3);
        save(checkpoints, 5);
        assertThat(step(checkpoints, "site")).isEqualTo(6);
        assertThat(warnings).hasSize(1);
    }

    private static void save(CheckpointFolder checkpoints, long step) {
        checkpoints.save(step, Map.of("generator", state(step), "site", state(step + 1)));
    }

    private static SnapshotStore.Content state(long value) {
        return out -> out.section("value", part -> part.writeLong(value));
    }

    private static long step(CheckpointFolder checkpoints, String worker) {
        SnapshotStore.Reader<Long> reader = in -> in.section("value", part -> part.readLong());
        return checkpoints.newest(worker).orElseThrow().newest(reader).orElseThrow();
    }
}
