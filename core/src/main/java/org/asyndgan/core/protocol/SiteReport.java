package org.asyndgan.core.protocol;

/**
 * What a site tells of itself with every gradient.
 *
 * @param discriminatorLoss L_D before its step, mean of the real and the fake half
 * @param adversarialLoss L_G at this site, mean over the patches, through the updated discriminator
 * @param realScore mean of sigmoid(logit) over the real patches, in [0, 1]
 * @param fakeScore mean of sigmoid(logit) over the fake patches, in [0, 1]
 * @param discriminatorSteps optimiser steps of D so far
 * @param computeMillis wall time of this answer's computation
 */
public record SiteReport(
        double discriminatorLoss,
        double adversarialLoss,
        double realScore,
        double fakeScore,
        long discriminatorSteps,
        long computeMillis) {}
