package org.asyndgan.discriminator.worker;

/** How a discriminator learns from real images. */
public enum PrivacyKind {
    /** As they are. */
    NONE,

    /** Under differential privacy: sampled, clipped, with noise, and accounted for. */
    DP
}
