package org.asyndgan.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.asyndgan.nn.optimizer.AdamState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFolderTest {

    @TempDir
    Path root;

    final List<String> warnings = new ArrayList<>();
    SnapshotFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new SnapshotFolder(root.resolve("snapshots"), 2, warnings::add);
    }

    @Test
    void hasNothingBeforeTheFirstSnapshot() {
        assertThat(folder.newest(DataInputStream::readInt)).isEmpty();
    }

    @Test
    void givesBackTheNewestAndKeepsAsManyAsItWasTold() throws IOException {
        folder.save(5, out -> out.writeInt(50));
        folder.save(12, out -> out.writeInt(120));
        folder.save(7, out -> out.writeInt(70));

        assertThat(folder.newest(DataInputStream::readInt)).contains(120);
        assertThat(files()).containsExactly("000000000007.snapshot", "000000000012.snapshot");
    }

    @Test
    void fallsBackToTheOneBeforeADamagedOneAndSaysSo() throws IOException {
        folder.save(1, out -> out.writeInt(10));
        folder.save(2, out -> out.writeInt(20));
        Path newest = root.resolve("snapshots").resolve("000000000002.snapshot");
        byte[] bytes = Files.readAllBytes(newest);
        bytes[12] ^= 1;
        Files.write(newest, bytes);

        assertThat(folder.newest(DataInputStream::readInt)).contains(10);
        assertThat(warnings)
                .containsExactly(
                        "Snapshot 000000000002.snapshot is damaged (its checksum is wrong); falling back to the"
                                + " one before it");
    }

    @Test
    void fallsBackBehindATruncatedOne() throws IOException {
        folder.save(1, out -> out.writeInt(10));
        folder.save(2, out -> out.writeInt(20));
        Path newest = root.resolve("snapshots").resolve("000000000002.snapshot");
        byte[] bytes = Files.readAllBytes(newest);
        Files.write(newest, java.util.Arrays.copyOf(bytes, bytes.length - 3));

        assertThat(folder.newest(DataInputStream::readInt)).contains(10);
    }

    @Test
    void refusesToStartAnewWhereEverySnapshotIsDamaged() throws IOException {
        folder.save(1, out -> out.writeInt(10));
        Files.writeString(
                root.resolve("snapshots").resolve("000000000001.snapshot"), "not a snapshot, but long enough");

        assertThatThrownBy(() -> folder.newest(DataInputStream::readInt))
                .isInstanceOf(SnapshotException.class)
                .hasMessage(
                        "None of the 1 snapshots in " + root.resolve("snapshots")
                                + " can be read. Restore the folder from a backup, or move it away to start the run anew. (ADG-302)");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void leavesEarlierSnapshotsAloneWhenTheDiskIsReallyFull() throws IOException {
        folder.save(1, out -> out.writeInt(10));
        Files.createSymbolicLink(root.resolve("snapshots").resolve("000000000002.snapshot.new"), Path.of("/dev/full"));

        assertThatThrownBy(() -> folder.save(2, out -> out.writeInt(20)))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("No space left on device")
                .hasMessageEndingWith("(ADG-301)");
        assertThat(folder.newest(DataInputStream::readInt)).contains(10);
    }

    @Test
    void leavesEarlierSnapshotsAloneWhenOneCannotBeWritten() {
        folder.save(1, out -> out.writeInt(10));

        assertThatThrownBy(() -> folder.save(2, out -> {
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("The snapshot of step 2 could not be written to ")
                .hasMessageContaining("No space left on device");
        assertThat(folder.newest(DataInputStream::readInt)).contains(10);
    }

    @Test
    void keepsTheBitsOfFloatsAndOfAdam() {
        float[] weights = {1.5f, -0f, Float.MIN_VALUE, Float.NaN};
        folder.save(1, out -> {
            FloatsIo.write(out, weights);
            FloatsIo.write(out, new AdamState(3, new float[] {1}, new float[] {2, 3}));
        });

        folder.newest(in -> {
            assertThat(FloatsIo.read(in)).containsExactly(weights);
            AdamState state = FloatsIo.readAdam(in);
            assertThat(state.steps()).isEqualTo(3);
            assertThat(state.firstMoment()).containsExactly(1);
            assertThat(state.secondMoment()).containsExactly(2, 3);
            return 0;
        });
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("snapshots"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
