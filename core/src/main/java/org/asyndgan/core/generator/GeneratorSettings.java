package org.asyndgan.core.generator;

import org.asyndgan.core.folding.FoldSettings;
import org.asyndgan.core.folding.Schedule;
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
 */
public record GeneratorSettings(
        long seed,
        Schedule schedule,
        double averaging,
        Augmentation maskAugmentation,
        int rowsPerPass,
        ReleaseSettings release,
        long snapshotEvery,
        FoldSettings folding) {

    public GeneratorSettings {
        if (snapshotEvery < 1) {
            throw new IllegalArgumentException("snapshot-every " + snapshotEvery + " must be at least 1");
        }
        if (!(averaging >= 0 && averaging < 1)) {
            throw new IllegalArgumentException("averaging " + averaging + " must be in [0, 1); 0 turns it off");
        }
        if (rowsPerPass < schedule.batchSize()) {
            throw new IllegalArgumentException("rows-per-pass " + rowsPerPass + " is less than one batch of "
                    + schedule.batchSize() + " images; set it to " + schedule.batchSize() + " or more");
        }
    }
}
