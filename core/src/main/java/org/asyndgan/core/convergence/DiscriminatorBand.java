package org.asyndgan.core.convergence;

/** How a discriminator stands against the generator, with what to change. */
public enum DiscriminatorBand {
    UNKNOWN("not enough gradients yet", ""),
    BALANCED("balanced", ""),
    TOO_STRONG(
            "discriminator too strong",
            "Lower asyndgan.site.learning-rate at the site, or give the generator more feature maps (--width)."),
    TOO_WEAK(
            "discriminator too weak",
            "Raise asyndgan.site.learning-rate at the site, or give its discriminator more feature maps.");

    private final String text;
    private final String advice;

    DiscriminatorBand(String text, String advice) {
        this.text = text;
        this.advice = advice;
    }

    /** In words, such as {@code balanced}. */
    public String text() {
        return text;
    }

    /** What to change; empty where nothing is to be changed. */
    public String advice() {
        return advice;
    }
}
