package org.asyndgan.core.segmentation;

import org.asyndgan.core.segmentation.augmentation.IntensityAugmentation;
import org.asyndgan.core.segmentation.augmentation.PairAugmentation;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.nn.random.Seed;

/**
 * How a segmentation network is trained; the same for every arm that is compared.
 *
 * @param seed of order and augmentation
 * @param steps optimiser steps, whatever the number of pairs
 * @param batchSize pairs a step
 * @param augmentation symmetries in which pairs are shown
 * @param intensities how images are changed each time that they are shown
 * @param changes what else pairs are changed by, each in a share of the times
 * @param balance share of the pairs of a step for which a class above 0 is drawn, and then one of the pairs that it is in; in
 *     [0, 1], 0 leaves all to the order of the rounds
 * @param averagesFlips says whether predictions are the mean over those of the symmetries that are flips
 */
public record SegmentationSettings(
        long seed,
        long steps,
        int batchSize,
        LearningRate learningRate,
        Augmentation augmentation,
        IntensityAugmentation intensities,
        PairAugmentation changes,
        double balance,
        boolean averagesFlips) {

    public SegmentationSettings {
        if (steps < 1 || batchSize < 1) {
            throw new IllegalArgumentException(
                    "segmentation steps " + steps + " and batch-size " + batchSize + " must be at least 1");
        }
        if (!(balance >= 0 && balance <= 1)) {
            throw new IllegalArgumentException("balance " + balance + " must be a share, from 0 to 1");
        }
    }

    /** Without further changes, balance or averaging. */
    public SegmentationSettings(
            long seed,
            long steps,
            int batchSize,
            LearningRate learningRate,
            Augmentation augmentation,
            IntensityAugmentation intensities) {
        this(
                seed,
                steps,
                batchSize,
                learningRate,
                augmentation,
                intensities,
                PairAugmentation.NONE,
                /* balance= */ 0,
                /* averagesFlips= */ false);
    }

    /** Seed of the network's initial weights: those that are compared begin alike. */
    public long initialWeights() {
        return new Seed(seed).at("unet weights").value();
    }

    /** The symmetries over which predictions are averaged: at least the identity. */
    public Augmentation averaged() {
        return averagesFlips ? augmentation : Augmentation.NONE;
    }

    /**
     * Settings as text are what snapshots are told apart by; those that do not use what was added later read as they did
     * before.
     */
    @Override
    public String toString() {
        return "SegmentationSettings[seed=" + seed + ", steps=" + steps + ", batchSize=" + batchSize + ", learningRate="
                + learningRate + ", augmentation=" + augmentation + ", intensities=" + intensities
                + (changes.equals(PairAugmentation.NONE) ? "" : ", changes=" + changes)
                + (balance == 0 ? "" : ", balance=" + balance)
                + (averagesFlips ? ", averagesFlips=true]" : "]");
    }
}
