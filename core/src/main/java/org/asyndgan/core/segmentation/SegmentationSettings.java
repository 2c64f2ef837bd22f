package org.asyndgan.core.segmentation;

import org.asyndgan.core.dataset.Augmentation;
import org.asyndgan.nn.optimizer.LearningRate;

/**
 * How a segmentation network is trained; the same for every arm that is compared.
 *
 * @param seed of order and augmentation
 * @param steps optimiser steps, whatever the number of pairs
 * @param batchSize pairs a step
 * @param augmentation symmetries in which pairs are shown
 * @param intensityJitter standard deviation of the logarithm of a gamma and of a gain drawn for every
 *     pair; 0 shows intensities as they are
 */
public record SegmentationSettings(
        long seed,
        long steps,
        int batchSize,
        LearningRate learningRate,
        Augmentation augmentation,
        double intensityJitter) {

    public SegmentationSettings {
        if (steps < 1 || batchSize < 1 || !(intensityJitter >= 0)) {
            throw new IllegalArgumentException("segmentation steps " + steps + " and batch-size " + batchSize
                    + " must be at least 1, intensity-jitter " + intensityJitter + " at least 0");
        }
    }
}
