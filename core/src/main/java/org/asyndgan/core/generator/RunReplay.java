package org.asyndgan.core.generator;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.asyndgan.core.checkpoint.SnapshotFolder;
import org.asyndgan.core.checkpoint.SnapshotInput;
import org.asyndgan.core.folding.RunShape;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.LogLostException;
import org.asyndgan.core.protocol.Preview;
import org.asyndgan.core.release.Previews;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * Computes a run again from its log and compares the weights: step by step with the checksums of the journal, which are
 * those of a machine like the one that made it, or by another engine with the images of the snapshots that are kept.
 *
 * <p>It begins at step 0. Where the log no longer reaches back so far, or the generator began a new incarnation on
 * the way, it begins at the oldest snapshot from which the log leads to the end.
 */
public final class RunReplay {

    private static final long PROBE_SEED = 1;
    private static final int PROBES = 8;

    private final CentralGenerator generator;
    private final RunLog log;
    private final RunShape shape;
    private final LongConsumer progress;
    private final Map<Long, float[]> kept = new TreeMap<>();

    /**
     * @param generator with its initial weights, as the run had them
     * @param shape of the run, which took no masks but those that fit it
     * @param progress takes every step that has been repeated
     */
    public RunReplay(CentralGenerator generator, RunLog log, RunShape shape, LongConsumer progress) {
        this.generator = generator;
        this.log = log;
        this.shape = shape;
        this.progress = progress;
    }

    /**
     * Replays the whole run and says how far its images are from those of every snapshot on the way as well.
     *
     * @param snapshots to compare with, and to begin at where the log has forgotten the beginning
     * @param fromSnapshot begins at the oldest snapshot even if the log reaches further back
     * @throws LogLostException if the log leads to the end from none of these places
     */
    public Result replayBeside(SnapshotFolder snapshots, boolean fromSnapshot) {
        for (int index = 0; ; index++) {
            Optional<SavedGenerator> saved = snapshots.kept(index, SavedGenerator::read);
            if (saved.isEmpty()) {
                return replay(snapshots, fromSnapshot);
            }
            kept.put(saved.get().version(), saved.get().weights());
        }
    }

    /**
     * Replays the whole run.
     *
     * @param snapshots to begin at where the log has forgotten the beginning
     * @param fromSnapshot begins at the oldest snapshot even if the log reaches further back
     * @throws LogLostException if the log leads to the end from none of these places
     */
    public Result replay(SnapshotFolder snapshots, boolean fromSnapshot) {
        takeMasks();
        LogLostException lost = new LogLostException("ADG-124", "There is no snapshot to begin the replay at.");
        if (!fromSnapshot) {
            try {
                return replay(0);
            } catch (LogLostException notFromTheStart) {
                lost = notFromTheStart;
            }
        }
        for (int index = 0; ; index++) {
            Optional<Long> position = snapshots.kept(index, this::restore);
            if (position.isEmpty()) {
                throw lost;
            }
            try {
                return replay(position.get());
            } catch (LogLostException notFromHere) {
                lost = notFromHere;
            }
        }
    }

    private void takeMasks() {
        log.masks((mask, offset) -> {
            if (shape.fits(mask)) {
                generator.masks().add(mask, offset);
            }
        });
    }

    private long restore(SnapshotInput in) throws IOException {
        GeneratorSnapshot snapshot = GeneratorSnapshot.read(in);
        generator.masks().forget();
        takeMasks();
        generator.restore(snapshot.state());
        return snapshot.journalPosition();
    }

    private Result replay(long position) {
        List<Apart> apart = new ArrayList<>();
        Comparison comparison = new Comparison(generator.version().step(), generator.checksum(), apart);
        Repetition repetition = new Repetition(generator, log);
        log.replay(position, record -> {
            repetition.repeat(record);
            comparison.add(record, generator.checksum());
            Optional.ofNullable(
                            record.folds().isEmpty()
                                    ? null
                                    : kept.get(record.made().step()))
                    .ifPresent(saved -> apart.add(new Apart(record.made().step(), difference(saved))));
            progress.accept(record.made().step());
        });
        return comparison.result();
    }

    /** Root mean square difference of the pixels of both weights' probe images, as a share of their range [-1, 1]. */
    private double difference(float[] saved) {
        List<Preview> replayed = probes(generator.state().weights());
        List<Preview> recorded = probes(saved);
        double sum = 0;
        long pixels = 0;
        for (int i = 0; i < replayed.size(); i++) {
            FloatTensor one = replayed.get(i).image();
            FloatTensor other = recorded.get(i).image();
            for (int at = 0; at < one.size(); at++) {
                double half = ((double) one.at(at) - other.at(at)) / 2;
                sum += half * half;
            }
            pixels += one.size();
        }
        return Math.sqrt(sum / pixels);
    }

    private List<Preview> probes(float[] weights) {
        return new Previews(generator.releases(weights), PROBE_SEED, PROBES).draw();
    }

    /**
     * How far the images of a replay are from those of a snapshot, both drawn by the replay's engine.
     *
     * <p>Weights are not compared: Adam moves a weight whose gradient is nothing but rounding as far as any other, so that
     * those which change no image part at the first step.
     *
     * @param step of the snapshot
     * @param share root mean square difference of the pixels of some probe images, as a share of their range
     */
    public record Apart(long step, double share) {}

    /**
     * What came of it.
     *
     * @param from step at which the replay began
     * @param to step of the last record
     * @param records of the journal that were repeated
     * @param recorded CRC-32C of the last weights as the journal has it
     * @param replayed CRC-32C of the last weights as they came out now
     * @param parted first step whose weights differ
     * @param apart how far its images are from the snapshots', one entry for each on the way, where that was asked for
     */
    public record Result(
            long from, long to, long records, long recorded, long replayed, Optional<Long> parted, List<Apart> apart) {

        /** Says whether every step led to the recorded weights. */
        public boolean isEqual() {
            return parted.isEmpty();
        }
    }

    private static final class Comparison {

        private final long from;
        private long to;
        private long records;
        private long recorded;
        private long replayed;
        private Optional<Long> parted = Optional.empty();
        private final List<Apart> apart;

        Comparison(long from, long checksum, List<Apart> apart) {
            this.apart = apart;
            this.from = from;
            this.to = from;
            this.recorded = checksum;
            this.replayed = checksum;
        }

        void add(FoldRecord record, long checksum) {
            to = record.made().step();
            records++;
            recorded = record.checksum();
            replayed = checksum;
            if (recorded != replayed && parted.isEmpty()) {
                parted = Optional.of(to);
            }
        }

        Result result() {
            return new Result(from, to, records, recorded, replayed, parted, List.copyOf(apart));
        }
    }
}
