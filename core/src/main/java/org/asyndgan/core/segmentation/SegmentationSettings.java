package org.asyndgan.core.segmentation;

import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.nn.optimizer.LearningRate;

/**
 * How a segmentation network is trained; the same for every arm that is compared.
 *
 * @param seed of order and augmentation
 * @param steps optimiser steps, whatever the number of pairs
 * @param batchSize pairs a step
 * @param augmentation symmetries in which pairs are shown
 * @param intensities how images are changed each time that they are shown
 */
public record SegmentationSettings(
        long seed,
        long steps,
        int batchSize,
        LearningRate learningRate,
        Augmentation augmentation,
        IntensityAugmentation intensities) {

    public SegmentationSettings {
        if (steps < 1 || batchSize < 1) {
            throw new IllegalArgumentException(
                    "segmentation steps " + steps + " and batch-size " + batchSize + " must be at least 1");
        }
    }
}
