package org.asyndgan.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.asyndgan.nn.optimizer.AdamState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFolderTest {

    /** Behind the number: its section's checksum, and the end: no name, length, count, checksum. */
    private static final int NUMBER_FROM_END = 1 + 8 + 2 + 8 + 4 + 8;

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
        assertThat(folder.newest(SnapshotFolderTest::number)).isEmpty();
    }

    @Test
    void givesBackTheNewestAndKeepsAsManyAsItWasTold() throws IOException {
        folder.save(5, number(50));
        folder.save(12, number(120));
        folder.save(7, number(70));

        assertThat(folder.newest(SnapshotFolderTest::number)).contains(120);
        assertThat(files()).containsExactly("000000000007.snapshot", "000000000012.snapshot");
    }

    @Test
    void fallsBackToTheOneBeforeADamagedOneAndSaysSo() throws IOException {
        folder.save(1, number(10));
        folder.save(2, number(20));
        Path newest = root.resolve("snapshots").resolve("000000000002.snapshot");
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length - NUMBER_FROM_END] ^= 1;
        Files.write(newest, bytes);

        assertThat(folder.newest(SnapshotFolderTest::number)).contains(10);
        assertThat(warnings)
                .containsExactly(
                        "Snapshot 000000000002.snapshot is damaged (the checksum of its section \"number\" is wrong); falling back to the"
                                + " one before it");
    }

    @Test
    void fallsBackBehindATruncatedOne() throws IOException {
        folder.save(1, number(10));
        folder.save(2, number(20));
        Path newest = root.resolve("snapshots").resolve("000000000002.snapshot");
        byte[] bytes = Files.readAllBytes(newest);
        Files.write(newest, java.util.Arrays.copyOf(bytes, bytes.length - 3));

        assertThat(folder.newest(SnapshotFolderTest::number)).contains(10);
    }

    @Test
    void refusesToStartAnewWhereEverySnapshotIsDamaged() throws IOException {
        folder.save(1, number(10));
        Files.writeString(
                root.resolve("snapshots").resolve("000000000001.snapshot"), "not a snapshot, but long enough");

        assertThatThrownBy(() -> folder.newest(SnapshotFolderTest::number))
                .isInstanceOf(SnapshotException.class)
                .hasMessage(
                        "None of the 1 snapshots in " + root.resolve("snapshots")
                                + " can be read. Restore the folder from a backup, or move it away to start the run anew. (ADG-302)");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void leavesEarlierSnapshotsAloneWhenTheDiskIsReallyFull() throws IOException {
        folder.save(1, number(10));
        Files.createSymbolicLink(root.resolve("snapshots").resolve("000000000002.snapshot.new"), Path.of("/dev/full"));

        assertThatThrownBy(() -> folder.save(2, number(20)))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("No space left on device")
                .hasMessageEndingWith("(ADG-301)");
        assertThat(folder.newest(SnapshotFolderTest::number)).contains(10);
    }

    @Test
    void leavesEarlierSnapshotsAloneWhenOneCannotBeWritten() {
        folder.save(1, number(10));

        assertThatThrownBy(() -> folder.save(2, out -> {
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("The snapshot of step 2 could not be written to ")
                .hasMessageContaining("No space left on device");
        assertThat(folder.newest(SnapshotFolderTest::number)).contains(10);
    }

    /** A folder that is not empty stands for a file that cannot be removed, which root cannot pass over either. */
    @Test
    void keepsTheNewOneWhereAnOldOneCannotBeRemoved() throws IOException {
        Files.createDirectories(root.resolve("snapshots/000000000001.snapshot/inside"));
        folder.save(2, number(20));

        folder.save(3, number(30));

        assertThat(folder.newest(SnapshotFolderTest::number)).contains(30);
        assertThat(warnings).singleElement().satisfies(warning -> assertThat(warning)
                .startsWith("Old snapshots in " + root.resolve("snapshots") + " cannot be removed (")
                .endsWith(
                        "); new ones are written all the same. Fix the folder's permissions, or remove them by hand."));
    }

    @Test
    void clearsAwayWhatAProcessLeftThatWasKilledWhileItWrote() throws IOException {
        folder.save(1, number(10));
        Files.writeString(root.resolve("snapshots").resolve("000000000002.snapshot.new"), "half a snapsh");

        folder.save(3, number(30));

        assertThat(files()).containsExactly("000000000001.snapshot", "000000000003.snapshot");
    }

    @Test
    void namesFilesAlikeWhereverTheMachineStands() throws IOException {
        Locale here = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            folder.save(1, number(10));
        } finally {
            Locale.setDefault(here);
        }

        assertThat(files()).containsExactly("000000000001.snapshot");
    }

    @Test
    void keepsTheBitsOfFloatsAndOfAdam() {
        float[] weights = {1.5f, -0f, Float.MIN_VALUE, Float.NaN};
        folder.save(1, out -> {
            out.section("weights", part -> FloatsIo.write(part, weights));
            out.section(
                    "optimizer", part -> FloatsIo.write(part, new AdamState(3, new float[] {1}, new float[] {2, 3})));
        });

        folder.newest(in -> {
            assertThat(in.section("weights", FloatsIo::read)).containsExactly(weights);
            AdamState state = in.section("optimizer", FloatsIo::readAdam);
            assertThat(state.steps()).isEqualTo(3);
            assertThat(state.firstMoment()).containsExactly(1);
            assertThat(state.secondMoment()).containsExactly(2, 3);
            return 0;
        });
    }

    @Nested
    class ReadsFormat1 {

        @Test
        void andItsPartsOneAfterTheOther() throws IOException {
            Files.createDirectories(root.resolve("snapshots"));
            Format1.write(root.resolve("snapshots").resolve("000000000003.snapshot"), out -> {
                out.writeUTF("words");
                out.writeInt(30);
                FloatsIo.write(out, new float[] {1, 2});
            });

            List<Object> parts = folder.newest(in -> List.of(
                            in.onlyInFormat1(part -> part.readUTF()),
                            in.section("number", DataInputStream::readInt),
                            in.addedSection("weights", FloatsIo::read).orElseThrow(),
                            in.addedSection("later", DataInputStream::readInt)))
                    .orElseThrow();

            assertThat(parts).containsExactly(Optional.of("words"), 30, new float[] {1, 2}, Optional.empty());
        }

        @Test
        void andPassesOverADamagedOne() throws IOException {
            Files.createDirectories(root.resolve("snapshots"));
            Path newest = root.resolve("snapshots").resolve("000000000003.snapshot");
            Format1.write(root.resolve("snapshots").resolve("000000000002.snapshot"), out -> out.writeInt(20));
            Format1.write(newest, out -> out.writeInt(30));
            byte[] bytes = Files.readAllBytes(newest);
            bytes[12] ^= 1;
            Files.write(newest, bytes);

            assertThat(folder.newest(SnapshotFolderTest::number)).contains(20);
            assertThat(warnings)
                    .containsExactly("Snapshot 000000000003.snapshot is damaged (its checksum is wrong); falling back"
                            + " to the one before it");
        }

        @Test
        void butNoIdentityFromIt() throws IOException {
            Files.createDirectories(root.resolve("snapshots"));
            Format1.write(root.resolve("snapshots").resolve("000000000003.snapshot"), out -> out.writeInt(30));
            var ofMercy = of(TrainingIdentity.of("nuclei", "site mercy"));

            ofMercy.requireSameTraining();
            assertThat(ofMercy.newest(SnapshotFolderTest::number)).contains(30);
        }
    }

    @Nested
    class RefusesWhatItDoesNotKnow {

        @Test
        void aSectionInsteadOfSkippingItOrTheWholeSnapshot() {
            folder.save(1, number(10));
            folder.save(2, out -> {
                out.section("number", part -> part.writeInt(20));
                out.section("privacy spent", part -> part.writeDouble(0.5));
            });

            assertThatThrownBy(() -> folder.newest(SnapshotFolderTest::number))
                    .isInstanceOf(SnapshotException.class)
                    .hasMessage(
                            "Snapshot 000000000002.snapshot is whole, but has section \"privacy spent\", which this"
                                    + " version does not know. Start the version that wrote it; nothing was changed. (ADG-305)");
            assertThat(warnings).isEmpty();
        }

        @Test
        void anotherSectionThanTheNext() {
            folder.save(1, out -> out.section("figure", part -> part.writeInt(10)));

            assertThatThrownBy(() -> folder.newest(SnapshotFolderTest::number))
                    .isInstanceOf(SnapshotException.class)
                    .hasMessage(
                            "Snapshot 000000000001.snapshot is whole, but goes on with section \"figure\" where this"
                                    + " version reads section \"number\". Start the version that wrote it; nothing was changed."
                                    + " (ADG-305)");
        }

        @Test
        void aSectionThatIsLongerOrShorter() {
            folder.save(1, out -> out.section("number", part -> part.writeLong(10)));
            assertThatThrownBy(() -> folder.newest(SnapshotFolderTest::number))
                    .hasMessageContaining("section \"number\" is longer than this version writes it");

            folder.save(2, out -> out.section("number", part -> part.writeShort(10)));
            assertThatThrownBy(() -> folder.newest(SnapshotFolderTest::number))
                    .hasMessageContaining("section \"number\" is shorter than this version writes it");
        }

        @Test
        void aLaterFormat() throws IOException {
            folder.save(1, number(10));
            Path newest = root.resolve("snapshots").resolve("000000000001.snapshot");
            byte[] bytes = Files.readAllBytes(newest);
            bytes[7] = 3;
            Files.write(newest, bytes);

            assertThatThrownBy(() -> folder.newest(SnapshotFolderTest::number))
                    .isInstanceOf(SnapshotException.class)
                    .hasMessage("Snapshot 000000000001.snapshot has format 3, and this version reads up to 2. Start the"
                            + " version that wrote it; nothing was changed. (ADG-305)");
        }
    }

    @Nested
    class SaysWhoseTheTrainingIs {

        private final TrainingIdentity then = TrainingIdentity.of("nuclei", "generator")
                .with("asyndgan.generator.seed", 1)
                .with("engine", "ND4J, 2 threads");

        @Test
        void andGoesOnWithTheSame() {
            of(then).save(1, number(10));

            of(then).requireSameTraining();
            assertThat(of(then).newest(SnapshotFolderTest::number)).contains(10);
        }

        @Test
        void entryByEntryToWhoeverOnlyReads() {
            assertThat(folder.saidOfTraining("engine")).isEmpty();

            of(then).save(1, number(10));

            assertThat(folder.saidOfTraining("engine")).contains("ND4J, 2 threads");
            assertThat(folder.saidOfTraining("colour")).isEmpty();
        }

        @Test
        void andRefusesAnotherNamingBothSides() throws IOException {
            of(then).save(1, number(10));
            var other = of(TrainingIdentity.of("nuclei", "generator")
                    .with("asyndgan.generator.seed", 2)
                    .with("engine", "ND4J, 4 threads"));
            String said = "The snapshots in " + root.resolve("snapshots")
                    + " are of another training: asyndgan.generator.seed was 1 and is now 2, engine was ND4J, 2 threads"
                    + " and is now ND4J, 4 threads. Start with the former values to go on, or with another state folder"
                    + " and another run to begin anew; nothing was changed. (ADG-306)";
            byte[] before = Files.readAllBytes(root.resolve("snapshots").resolve("000000000001.snapshot"));

            assertThatThrownBy(other::requireSameTraining)
                    .isInstanceOf(SnapshotException.class)
                    .hasMessage(said);
            assertThatThrownBy(() -> other.newest(SnapshotFolderTest::number)).hasMessage(said);
            assertThat(files()).containsExactly("000000000001.snapshot");
            assertThat(root.resolve("snapshots").resolve("000000000001.snapshot"))
                    .hasBinaryContent(before);
        }

        @Test
        void andLetsASettingPassThatWasAddedSince() {
            of(then).save(1, number(10));

            of(then.with("asyndgan.generator.new", true)).requireSameTraining();
        }

        @Test
        void andLetsWhoeverOnlyLooksLookAtAll() {
            of(then).save(1, number(10));

            assertThat(folder.newest(SnapshotFolderTest::number)).contains(10);
        }
    }

    private SnapshotFolder of(TrainingIdentity identity) {
        return new SnapshotFolder(root.resolve("snapshots"), 2, identity, warnings::add);
    }

    private static SnapshotStore.Content number(int number) {
        return out -> out.section("number", part -> part.writeInt(number));
    }

    private static int number(SnapshotInput in) throws IOException {
        return in.section("number", DataInputStream::readInt);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("snapshots"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
