package org.asyndgan.core.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.asyndgan.core.checkpoint.FloatsIo;
import org.asyndgan.core.checkpoint.SnapshotFolder;
import org.asyndgan.core.checkpoint.SnapshotInput;
import org.asyndgan.core.folding.Membership;
import org.asyndgan.core.folding.RunLength;
import org.asyndgan.core.folding.RunProgress;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.nn.optimizer.AdamState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A generator's state that retains the weights of many versions, as at the paper's size with some 24 sites in flight.
 *
 * <p>The versions share one array, so that writing needs little memory; they are read one after the other.
 */
class LargeSnapshotTest {

    private static final long GIB = 1L << 30;

    @TempDir
    Path folder;

    /** Longer than any buffer, and no multiple of one. */
    @Test
    void comesBackWholeWhereItIsLargerThanItsBuffers() throws IOException {
        assertThat(writtenAndRead(100_003, 7)).isGreaterThan(2 << 20);
    }

    /**
     * More than 2 GiB in one file and in one of its sections; needs as much room in the temporary folder and up to a
     * minute, so it runs with {@code -Dasyndgan.large-snapshots=true}.
     */
    @Test
    @EnabledIfSystemProperty(named = "asyndgan.large-snapshots", matches = "true")
    void comesBackWholeWhereItIsLargerThanAnyArray() throws IOException {
        assertThat(writtenAndRead(8 << 20, 66)).isGreaterThan(2 * GIB);
    }

    /** @return bytes of the file */
    private long writtenAndRead(int parameters, int versions) throws IOException {
        float[] weights = new float[parameters];
        for (int i = 0; i < parameters; i++) {
            weights[i] = i + 0.5f;
        }
        Map<Long, float[]> retained = new TreeMap<>();
        for (long step = 0; step < versions; step++) {
            retained.put(step, weights);
        }
        GeneratorState state = new GeneratorState(
                new RunProgress(
                        GeneratorVersion.INITIAL.next(),
                        false,
                        Membership.EMPTY,
                        Map.of(),
                        RunLength.UNDECIDED,
                        List.of()),
                weights,
                weights,
                new AdamState(1, weights, weights),
                retained,
                List.of(),
                Map.of(),
                Optional.empty(),
                Map.of());
        SnapshotFolder snapshots = new SnapshotFolder(folder, 1, warning -> {});

        snapshots.save(1, new GeneratorSnapshot(42, state)::write);

        assertThat(snapshots.newest(in -> reread(in, weights))).contains(versions);
        return Files.size(folder.resolve("000000000001.snapshot"));
    }

    private static int reread(SnapshotInput in, float[] weights) throws IOException {
        assertThat(in.section("journal position", DataInputStream::readLong)).isEqualTo(42);
        in.section("version", part -> part.readNBytes(13));
        assertThat(in.section("weights", FloatsIo::read)).isEqualTo(weights);
        assertThat(in.section("average", FloatsIo::read)).isEqualTo(weights);
        assertThat(in.section("optimizer", FloatsIo::readAdam).secondMoment()).isEqualTo(weights);
        int versions = in.section("retained weights", part -> {
            int count = part.readInt();
            for (long step = 0; step < count; step++) {
                assertThat(part.readLong()).isEqualTo(step);
                assertThat(FloatsIo.read(part)).isEqualTo(weights);
            }
            return count;
        });
        for (String empty : List.of("pending batches", "members", "positions", "distances")) {
            assertThat(in.section(empty, DataInputStream::readInt)).isZero();
        }
        assertThat(in.section("best weights", DataInputStream::readBoolean)).isFalse();
        assertThat(in.section("site norms", DataInputStream::readInt)).isZero();
        long length = in.section("length", part -> part.readLong() + part.readLong());
        assertThat(length).isZero();
        assertThat(in.section("looks", DataInputStream::readInt)).isZero();
        assertThat(in.section("mask ends", DataInputStream::readInt)).isZero();
        assertThat(in.section("members since", DataInputStream::readInt)).isZero();
        return versions;
    }
}
