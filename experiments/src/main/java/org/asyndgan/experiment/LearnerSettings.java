package org.asyndgan.experiment;

import org.asyndgan.core.segmentation.SegmentationSettings;
import org.asyndgan.core.segmentation.augmentation.IntensityAugmentation;
import org.asyndgan.core.segmentation.augmentation.PairAugmentation;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.nn.architecture.UNetSettings;
import org.asyndgan.nn.architecture.UNetSettings.Blocks;
import org.asyndgan.nn.loss.SegmentationLoss;
import org.asyndgan.nn.optimizer.LearningRate;

/**
 * How the U-Net of every arm is trained: the same network, steps and settings for all.
 *
 * @param samples pairs shown in all, whatever the number of pairs there are; at least one step's
 * @param batchSize pairs a step
 * @param width feature maps of the topmost level
 * @param depth times the network halves the image
 * @param blocks what a level computes
 * @param learningRate of Adam
 * @param intensities how images are changed each time that they are shown
 * @param changes what else pairs are changed by
 * @param balance share of a step's pairs drawn so that every class above 0 is seen as often
 * @param symmetry in which pairs are shown
 * @param averagesFlips says whether predictions are averaged over flips of the image
 */
public record LearnerSettings(
        long samples,
        int batchSize,
        int width,
        int depth,
        Blocks blocks,
        LearningRate learningRate,
        IntensityAugmentation intensities,
        PairAugmentation changes,
        double balance,
        Augmentation symmetry,
        boolean averagesFlips) {

    public LearnerSettings {
        if (samples < 1 || batchSize < 1) {
            throw new IllegalArgumentException("segmentation-samples " + samples + " and segmentation-batch-size "
                    + batchSize + " must be at least 1");
        }
    }

    /** Optimiser steps, the last one's pairs whole. */
    public long steps() {
        return (samples + batchSize - 1) / batchSize;
    }

    SegmentationSettings training(long seed) {
        return new SegmentationSettings(
                seed, steps(), batchSize, learningRate, symmetry, intensities, changes, balance, averagesFlips);
    }

    UNetSettings network(int channels, int classes) {
        return new UNetSettings(channels, classes, width, depth, blocks);
    }

    SegmentationLoss loss() {
        return SegmentationLoss.BOTH;
    }
}
