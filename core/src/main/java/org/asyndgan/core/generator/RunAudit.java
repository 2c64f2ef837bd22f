package org.asyndgan.core.generator;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.SiteId;

/**
 * What became of every answer of a run, counted from its log alone.
 *
 * @param steps of the generator
 * @param answers that the generator has read
 * @param folds answers folded
 * @param refused answers refused, each with its reason in the journal, repeated ones aside
 * @param duplicates answers refused because their batch had been dealt with: read again after a crash, or sent twice
 * @param foldedTwice batches folded more than once; 0 unless exactly-once delivery is broken
 * @param lost answers that were read and neither folded nor refused; 0 unless the journal is broken
 * @param checksum CRC-32C of the last weights as the journal has it
 * @param finished says whether the run took all its steps
 */
public record RunAudit(
        long steps,
        long answers,
        long folds,
        long refused,
        long duplicates,
        long foldedTwice,
        long lost,
        long checksum,
        boolean finished) {

    /** Counts, as far as the log reaches back. */
    public static RunAudit of(RunLog log) {
        Counting counting = new Counting();
        log.replay(0, counting::add);
        counting.positions.forEach((site, end) -> log.answers(site, end, counting::add));
        return counting.result();
    }

    private static final class Counting {

        private final Map<SiteId, Long> positions = new TreeMap<>();
        private final Set<BatchId> folded = new HashSet<>();
        private final Set<BatchId> refused = new HashSet<>();
        private final Set<BatchId> givenUp = new HashSet<>();
        private long steps;
        private long answers;
        private long duplicates;
        private long foldedTwice;
        private long lost;
        private long checksum;
        private boolean finished;

        void add(FoldRecord record) {
            for (FoldRecord.Fold fold : record.folds()) {
                if (!folded.add(fold.batch())) {
                    foldedTwice++;
                }
            }
            for (FoldRecord.Drop drop : record.drops()) {
                if (drop.offset() < 0) {
                    givenUp.add(drop.batch());
                } else if (folded.contains(drop.batch()) || !refused.add(drop.batch())) {
                    duplicates++;
                }
            }
            positions.putAll(record.positions());
            steps = record.made().step();
            checksum = record.checksum();
            finished = record.finished();
        }

        void add(Arrival arrival) {
            if (arrival instanceof Arrival.Answer answer) {
                answers++;
                BatchId batch = answer.gradient().batch();
                if (!folded.contains(batch) && !refused.contains(batch) && !givenUp.contains(batch)) {
                    lost++;
                }
            }
        }

        RunAudit result() {
            return new RunAudit(
                    steps,
                    answers,
                    folded.size(),
                    refused.stream().filter(batch -> !folded.contains(batch)).count(),
                    duplicates,
                    foldedTwice,
                    lost,
                    checksum,
                    finished);
        }
    }
}
