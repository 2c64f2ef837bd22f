package org.asyndgan.core.generator;

import org.asyndgan.core.convergence.StoppingRule;
import org.asyndgan.core.folding.FoldSettings;
import org.asyndgan.core.folding.Schedule;
import org.asyndgan.core.folding.Until;
import org.asyndgan.core.release.PreviewSettings;
import org.asyndgan.core.release.ReleaseSettings;
import org.asyndgan.imaging.dataset.Augmentation;

/**
 * What a run of the generator is, apart from its network.
 *
 * @param seed of every random number of the generator
 * @param averaging decay of the exponential moving average of the weights that releases are drawn
 *     with, in [0, 1); 0 releases the last weights
 * @param maskAugmentation symmetries in which masks are used
 * @param rowsPerPass images the network evaluates at once at most; with BatchNorm it must be the batch
 *     size, because a pass would couple the sites
 * @param snapshotEvery steps between snapshots
 * @param previews that are drawn on the way
 */
public record GeneratorSettings(
        long seed,
        Schedule schedule,
        double averaging,
        Augmentation maskAugmentation,
        int rowsPerPass,
        ReleaseSettings release,
        long snapshotEvery,
        FoldSettings folding,
        PreviewSettings previews) {

    private static final int MOST_ROWS_PER_PASS = 32;

    /** What a pass of the largest number of rows may hold: larger images fill the cores in fewer rows, and memory too. */
    private static final int MOST_PIXELS_PER_PASS = MOST_ROWS_PER_PASS * 64 * 64;

    public GeneratorSettings {
        if (snapshotEvery < 1) {
            throw new IllegalArgumentException("snapshot-every " + snapshotEvery + " must be at least 1");
        }
        if (schedule.until() == Until.CONVERGED && previews.every() == 0) {
            throw new IllegalArgumentException("until converged looks at previews, and preview-every 0 draws none; set"
                    + " preview-every to a hundredth of steps, or until to steps");
        }
        if (schedule.until() == Until.CONVERGED && schedule.steps() / previews.every() > StoppingRule.MOST_LOOKS) {
            throw new IllegalArgumentException("until converged goes by at most " + StoppingRule.MOST_LOOKS
                    + " previews of a run, and preview-every " + previews.every() + " draws more in " + schedule.steps()
                    + " steps; set preview-every to a hundredth of steps, or until to steps");
        }
        if (schedule.until() == Until.CONVERGED && release.every() > 0) {
            throw new IllegalArgumentException("until converged leaves open how many releases of release-every "
                    + release.every() + " there will be; set release-every to 0, or until to steps");
        }
        if (!(averaging >= 0 && averaging < 1)) {
            throw new IllegalArgumentException("averaging " + averaging + " must be in [0, 1); 0 turns it off");
        }
        if (rowsPerPass < schedule.batchSize()) {
            throw new IllegalArgumentException("rows-per-pass " + rowsPerPass + " is less than one batch of "
                    + schedule.batchSize() + " images; set it to " + schedule.batchSize() + " or more");
        }
    }

    /**
     * Images that a network without BatchNorm evaluates at once where nobody says: 32 of 64 x 64 pixels, or as many pixels
     * of larger ones, and at least a batch.
     *
     * @param side of the images, pixels
     */
    public static int usualRowsPerPass(int batchSize, int side) {
        return Math.max(batchSize, Math.min(MOST_ROWS_PER_PASS, MOST_PIXELS_PER_PASS / (side * side)));
    }
}
