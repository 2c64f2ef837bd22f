package org.asyndgan.core.protocol;

import java.util.OptionalDouble;

/**
 * What a site tells of itself with every gradient.
 *
 * @param discriminatorLoss L_D before its step, mean of the real and the fake half
 * @param adversarialLoss L_G at this site, mean over the patches, through the updated discriminator
 * @param realScore mean of sigmoid(logit) over the real patches, in [0, 1]
 * @param fakeScore mean of sigmoid(logit) over the fake patches, in [0, 1]
 * @param discriminatorSteps optimiser steps of D so far
 * @param computeMillis wall time of this answer's computation
 * @param distance of the newest synthetic images from the site's own, where it was measured with this answer: a squared
 *     kernel distance, about 0 and at times below for images that are alike
 */
public record SiteReport(
        double discriminatorLoss,
        double adversarialLoss,
        double realScore,
        double fakeScore,
        long discriminatorSteps,
        long computeMillis,
        OptionalDouble distance) {

    /** Without a distance. */
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
}
