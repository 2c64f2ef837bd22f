package org.asyndgan.core.protocol;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a site tells of itself with every gradient.
 *
 * <p>Some of it is a function of real images: the site knows it, and tells it where a setting of its own says so.
 *
 * @param discriminatorLoss L_D before its step, mean of the real and the fake half; of real images
 * @param adversarialLoss L_G at this site, mean over the patches, through the updated discriminator
 * @param realScore mean of sigmoid(logit) over the real patches, in [0, 1]; of real images
 * @param fakeScore mean of sigmoid(logit) over the fake patches, in [0, 1]
 * @param discriminatorSteps optimiser steps of D so far
 * @param computeMillis wall time of this answer's computation, which tells how many real images took part
 * @param distance of the newest synthetic images from the site's own, where it was measured with this answer: a squared
 *     kernel distance, about 0 and at times below for images that are alike; of real images
 */
public record SiteReport(
        OptionalDouble discriminatorLoss,
        double adversarialLoss,
        OptionalDouble realScore,
        double fakeScore,
        long discriminatorSteps,
        OptionalLong computeMillis,
        OptionalDouble distance) {

    /** All of it. */
    public SiteReport(
            double discriminatorLoss,
            double adversarialLoss,
            double realScore,
            double fakeScore,
            long discriminatorSteps,
            long computeMillis,
            OptionalDouble distance) {
        this(
                OptionalDouble.of(discriminatorLoss),
                adversarialLoss,
                OptionalDouble.of(realScore),
                fakeScore,
                discriminatorSteps,
                OptionalLong.of(computeMillis),
                distance);
    }

    /** All of it, where no distance was measured. */
    public SiteReport(
            double discriminatorLoss,
            double adversarialLoss,
            double realScore,
            double fakeScore,
            long discriminatorSteps,
            long computeMillis) {
        this(
                discriminatorLoss,
                adversarialLoss,
                realScore,
                fakeScore,
                discriminatorSteps,
                computeMillis,
                OptionalDouble.empty());
    }

    /** Without what the last answer's real images alone decide. A distance stays: where it is measured, it is to be told. */
    public SiteReport withoutRealImages() {
        return new SiteReport(
                OptionalDouble.empty(),
                adversarialLoss,
                OptionalDouble.empty(),
                fakeScore,
                discriminatorSteps,
                OptionalLong.empty(),
                distance);
    }
}
