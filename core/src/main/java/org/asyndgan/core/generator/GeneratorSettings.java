package org.asyndgan.core.generator;

import java.util.OptionalInt;
import org.asyndgan.core.folding.FoldSettings;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.nn.optimizer.LearningRate;

/**
 * What a run of the generator is, apart from its network.
 *
 * @param seed of every random number of the generator
 * @param steps optimiser steps of the whole run
 * @param batchSize images a batch, B
 * @param minSites sites that must be ready before the first step
 * @param averaging decay of the exponential moving average of the weights that releases are drawn
 *     with, in [0, 1); 0 releases the last weights
 * @param maskAugmentation symmetries in which masks are used
 * @param rowsPerPass images the network evaluates at once at most; with BatchNorm it must be the batch
 *     size, because a pass would couple the sites
 * @param releaseSamples pairs of a release; 0 releases one a mask
 * @param releaseEvery steps between releases while the generator learns; 0 releases once, at the end
 * @param release which weights draw the last release
 * @param snapshotEvery steps between snapshots
 */
public record GeneratorSettings(
        long seed,
        long steps,
        int batchSize,
        int minSites,
        LearningRate learningRate,
        double averaging,
        Augmentation maskAugmentation,
        int rowsPerPass,
        int releaseSamples,
        long releaseEvery,
        ReleaseChoice release,
        long snapshotEvery,
        FoldSettings folding) {

    public GeneratorSettings {
        if (steps < 1 || batchSize < 1 || minSites < 1 || snapshotEvery < 1 || releaseSamples < 0 || releaseEvery < 0) {
            throw new IllegalArgumentException("steps " + steps + ", batch-size " + batchSize + ", min-sites "
                    + minSites
                    + " and snapshot-every " + snapshotEvery + " must be at least 1, release-samples " + releaseSamples
                    + " and release-every " + releaseEvery + " at least 0");
        }
        if (!(averaging >= 0 && averaging < 1)) {
            throw new IllegalArgumentException("averaging " + averaging + " must be in [0, 1); 0 turns it off");
        }
        if (rowsPerPass < batchSize) {
            throw new IllegalArgumentException("rows-per-pass " + rowsPerPass + " is less than one batch of "
                    + batchSize + " images; set it to " + batchSize + " or more");
        }
    }

    /** Releases of the whole run; the last one comes at its end, whether or not that is a multiple of the steps between. */
    public int releases() {
        return releaseEvery == 0 ? 1 : Math.toIntExact((steps - 1) / releaseEvery + 1);
    }

    /** The release that falls due with a step, from 1; nothing where none does before the end of the run. */
    OptionalInt releaseAt(long step) {
        boolean isDue = releaseEvery > 0 && step > 0 && step < steps && step % releaseEvery == 0;
        return isDue ? OptionalInt.of(Math.toIntExact(step / releaseEvery)) : OptionalInt.empty();
    }
}
