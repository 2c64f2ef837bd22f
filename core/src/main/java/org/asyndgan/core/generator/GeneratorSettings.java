package org.asyndgan.core.generator;

import org.asyndgan.core.dataset.Augmentation;
import org.asyndgan.core.folding.FoldSettings;
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
 * @param releaseSamples pairs released at the end; 0 releases one a mask
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
        long snapshotEvery,
        FoldSettings folding) {

    public GeneratorSettings {
        if (steps < 1 || batchSize < 1 || minSites < 1 || snapshotEvery < 1 || releaseSamples < 0) {
            throw new IllegalArgumentException("steps " + steps + ", batch-size " + batchSize + ", min-sites "
                    + minSites
                    + " and snapshot-every " + snapshotEvery + " must be at least 1, release-samples " + releaseSamples
                    + " at least 0");
        }
        if (!(averaging >= 0 && averaging < 1)) {
            throw new IllegalArgumentException("averaging " + averaging + " must be in [0, 1); 0 turns it off");
        }
        if (rowsPerPass < batchSize) {
            throw new IllegalArgumentException("rows-per-pass " + rowsPerPass + " is less than one batch of "
                    + batchSize + " images; set it to " + batchSize + " or more");
        }
    }
}
