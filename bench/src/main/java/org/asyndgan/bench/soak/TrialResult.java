package org.asyndgan.bench.soak;

import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.core.generator.RunAudit;

/**
 * What came of a trial.
 *
 * @param planned kills that the plan had
 * @param kills that met a living worker
 * @param recoveries starts of generator and sites beyond the first
 * @param replayed records that they repeated
 * @param isReplayEqual says whether the log, computed again, led to the recorded weights at every step
 * @param network CRC-32C of the segmentation network's weights
 * @param stepsPerSecond while training
 * @param dice of the segmentation network
 */
record TrialResult(
        FoldMode mode,
        int planned,
        int kills,
        int recoveries,
        long replayed,
        RunAudit audit,
        boolean isReplayEqual,
        long network,
        double stepsPerSecond,
        double dice) {

    /** Says whether the log keeps its promises. */
    boolean isSound() {
        return audit.finished()
                && audit.lost() == 0
                && audit.foldedTwice() == 0
                && audit.answers() >= audit.folds()
                && isReplayEqual
                && kills == planned
                && Double.isFinite(dice);
    }
}
