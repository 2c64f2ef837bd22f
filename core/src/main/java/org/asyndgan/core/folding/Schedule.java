package org.asyndgan.core.folding;

import org.asyndgan.nn.optimizer.LearningRate;

/**
 * A run from its first step to its last.
 *
 * @param minSites sites that must be ready before the first step
 * @param steps optimiser steps of the whole run, or the most of a run that ends once it has converged
 * @param batchSize images a batch, B
 * @param learningRate of the generator
 * @param until what the run is trained until
 */
public record Schedule(int minSites, long steps, int batchSize, LearningRate learningRate, Until until) {

    private static final long LEAST_SHARE = 10;

    public Schedule {
        if (minSites < 1 || steps < 1 || batchSize < 1) {
            throw new IllegalArgumentException("min-sites " + minSites + ", steps " + steps + " and batch-size "
                    + batchSize + " must be at least 1");
        }
        if (until == Until.CONVERGED && learningRate.decayFrom() == 0) {
            throw new IllegalArgumentException(
                    "decay-from 0 has the learning rate fall from the first step on, and until"
                            + " converged waits for images that stand still at a rate that does not fall; set decay-from above 0,"
                            + " such as 0.5");
        }
    }

    /** A run of a fixed number of steps. */
    public Schedule(int minSites, long steps, int batchSize, LearningRate learningRate) {
        this(minSites, steps, batchSize, learningRate, Until.STEPS);
    }

    /**
     * The learning rate of the step after this one.
     *
     * @param length steps of the whole run, as they are known by then
     */
    public double rateAfter(long step, long length) {
        return learningRate.at(step, length);
    }

    /** Says whether it may be decided after a step that the run has converged: a tenth of the steps is the least it takes. */
    boolean mayEndAfter(long step) {
        return until == Until.CONVERGED && step >= steps / LEAST_SHARE;
    }

    /**
     * Steps of a run whose images stand still at a step: the learning rate falls from there on, as in a run that was begun
     * with so many steps.
     */
    long lengthAt(long step) {
        return (long) Math.ceil(step / learningRate.decayFrom());
    }
}
