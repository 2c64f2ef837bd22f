package org.asyndgan.core.folding;

import org.asyndgan.nn.optimizer.LearningRate;

/**
 * A run from its first step to its last.
 *
 * @param minSites sites that must be ready before the first step
 * @param steps optimiser steps of the whole run
 * @param batchSize images a batch, B
 * @param learningRate of the generator
 */
public record Schedule(int minSites, long steps, int batchSize, LearningRate learningRate) {

    public Schedule {
        if (minSites < 1 || steps < 1 || batchSize < 1) {
            throw new IllegalArgumentException("min-sites " + minSites + ", steps " + steps + " and batch-size "
                    + batchSize + " must be at least 1");
        }
    }

    /** The learning rate of the step after this one. */
    public double rateAfter(long step) {
        return learningRate.at(step, steps);
    }
}
