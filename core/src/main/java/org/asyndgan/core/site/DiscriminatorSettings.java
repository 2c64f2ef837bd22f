package org.asyndgan.core.site;

import org.asyndgan.nn.architecture.DiscriminatorKind;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.nn.optimizer.LearningRate;

/**
 * How a site trains its discriminator.
 *
 * @param loss the same for D and, through D, for the generator
 * @param learningRate by the generator's step, so that it falls with the generator's
 * @param steps optimiser steps of the generator in the whole run
 * @param couplesSamples says that D's normalisation looks at a whole batch (BatchNorm), so that real and
 *     synthetic images must not share a pass
 * @param snapshotEvery answers between snapshots
 * @param distance how often the distance of the synthetic images is measured
 * @param kind what D is asked, which decides what it is given and what its logits mean
 * @param sendsRealScores says that losses and scores of real images, and the time of computing, leave the site with its
 *     gradients
 */
public record DiscriminatorSettings(
        AdversarialLoss loss,
        LearningRate learningRate,
        long steps,
        boolean couplesSamples,
        long snapshotEvery,
        ImageDistanceSettings distance,
        DiscriminatorKind kind,
        boolean sendsRealScores) {

    /** Of patches; real scores stay at the site. */
    public DiscriminatorSettings(
            AdversarialLoss loss,
            LearningRate learningRate,
            long steps,
            boolean couplesSamples,
            long snapshotEvery,
            ImageDistanceSettings distance) {
        this(loss, learningRate, steps, couplesSamples, snapshotEvery, distance, DiscriminatorKind.PATCH, false);
    }

    /** Without a distance. */
    public DiscriminatorSettings(
            AdversarialLoss loss, LearningRate learningRate, long steps, boolean couplesSamples, long snapshotEvery) {
        this(loss, learningRate, steps, couplesSamples, snapshotEvery, ImageDistanceSettings.NEVER);
    }

    public DiscriminatorSettings {
        if (steps < 1 || snapshotEvery < 1) {
            throw new IllegalArgumentException(
                    "steps " + steps + " and snapshot-every " + snapshotEvery + " must be at least 1");
        }
    }
}
