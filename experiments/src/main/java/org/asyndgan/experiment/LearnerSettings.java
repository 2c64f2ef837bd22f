package org.asyndgan.experiment;

import org.asyndgan.core.segmentation.IntensityAugmentation;
import org.asyndgan.core.segmentation.SegmentationSettings;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.nn.loss.SegmentationLoss;
import org.asyndgan.nn.network.UNetSettings;
import org.asyndgan.nn.optimizer.LearningRate;

/**
 * How the U-Net of every arm is trained: the same network, steps and settings for all.
 *
 * @param steps optimiser steps, whatever the number of pairs
 * @param batchSize pairs a step
 * @param width feature maps of the topmost level
 * @param depth times the network halves the image
 * @param learningRate of Adam
 * @param decayFrom share of the training after which the learning rate falls to 0
 * @param intensities how images are changed each time that they are shown
 * @param symmetry in which pairs are shown
 */
public record LearnerSettings(
        long steps,
        int batchSize,
        int width,
        int depth,
        double learningRate,
        double decayFrom,
        IntensityAugmentation intensities,
        Augmentation symmetry) {

    SegmentationSettings training(long seed) {
        return new SegmentationSettings(
                seed, steps, batchSize, new LearningRate(learningRate, decayFrom), symmetry, intensities);
    }

    UNetSettings network(int channels, int classes) {
        return new UNetSettings(channels, classes, width, depth);
    }

    SegmentationLoss loss() {
        return SegmentationLoss.BOTH;
    }
}
