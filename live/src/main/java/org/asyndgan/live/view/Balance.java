package org.asyndgan.live.view;

import java.util.Locale;

/**
 * How a site's discriminator stands against the generator, from the generator's adversarial loss at that site alone.
 *
 * <p>The loss is turned into how real the discriminator takes synthetic images to be, r in [0, 1]: e⁻ᴸ for
 * cross-entropy (the geometric mean of sigmoid(z)), 1 - √L for least squares (z), (1 - L) / 2 for hinge (z = -1 is 0,
 * z = 1 is 1). r is smoothed with a factor of {@value #MEMORY} a gradient. Below {@value #STRONG} the discriminator
 * knows nearly every synthetic image and its gradients lose their direction; above {@value #WEAK} it is fooled and has
 * nothing to teach.
 */
final class Balance {

    static final double STRONG = 0.1;
    static final double WEAK = 0.7;
    private static final double MEMORY = 0.98;
    private static final int LEAST = 20;

    private String loss = "";
    private double realness = Double.NaN;
    private long count;

    /** The name of the adversarial loss, such as {@code CROSS_ENTROPY}; without it there is no verdict. */
    void loss(String name) {
        loss = name.toUpperCase(Locale.ROOT);
    }

    void add(double adversarialLoss) {
        double r = realness(adversarialLoss);
        if (Double.isFinite(r)) {
            realness = Double.isNaN(realness) ? r : MEMORY * realness + (1 - MEMORY) * r;
            count++;
        }
    }

    private double realness(double value) {
        double r =
                switch (loss) {
                    case "CROSS_ENTROPY" -> Math.exp(-value);
                    case "LEAST_SQUARES" -> 1 - Math.sqrt(Math.max(0, value));
                    case "HINGE" -> (1 - value) / 2;
                    default -> Double.NaN;
                };
        return Double.isNaN(r) ? r : Math.max(0, Math.min(1, r));
    }

    /** What the smoothed loss says so far. */
    Verdict verdict() {
        if (count < LEAST) {
            return Verdict.UNKNOWN;
        }
        if (realness < STRONG) {
            return Verdict.TOO_STRONG;
        }
        return realness > WEAK ? Verdict.TOO_WEAK : Verdict.BALANCED;
    }

    /** The bands of a discriminator, each with what to change. */
    public enum Verdict {
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

        Verdict(String text, String advice) {
            this.text = text;
            this.advice = advice;
        }

        public String text() {
            return text;
        }

        /** What to change; empty where nothing is to be changed. */
        public String advice() {
            return advice;
        }
    }
}
