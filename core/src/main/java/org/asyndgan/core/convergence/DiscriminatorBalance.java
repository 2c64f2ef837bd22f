package org.asyndgan.core.convergence;

import java.util.Locale;
import java.util.Optional;
import org.asyndgan.nn.loss.AdversarialLoss;

/**
 * The band of one site's discriminator, from its newest losses.
 *
 * <p>Where the discriminator's own loss L_D is known, at the site or because it sends it, the band rests on that alone: L_D
 * as a share of what a coin would lose, log 2 for cross-entropy, ¼ for least squares, 1 for hinge. Below {@value
 * #KNOWS_ALL} the discriminator knows nearly every image and its gradients lose their direction; above {@value
 * #KNOWS_NOTHING} it is a coin and has nothing to teach.
 *
 * <p>Elsewhere it rests on what every site sends, the generator's adversarial loss L_G there, which says nothing of real
 * images. It is turned into how real the discriminator takes synthetic images to be, r in [0, 1]: e⁻ᴸ for cross-entropy
 * (the geometric mean of sigmoid(z)), 1 - √L for least squares (z), (1 - L) / 2 for hinge (z = -1 is 0, z = 1 is 1). Below
 * {@value #STRONG} it is too strong, above {@value #WEAK} too weak. This reading is the coarser one: a discriminator that
 * takes all images for half real looks balanced.
 *
 * <p>Both are smoothed with a factor of {@value #MEMORY} an answer. Not thread-safe.
 */
public final class DiscriminatorBalance {

    static final double KNOWS_ALL = 0.12;
    static final double KNOWS_NOTHING = 0.97;
    static final double STRONG = 0.1;
    static final double WEAK = 0.7;
    private static final double MEMORY = 0.98;
    private static final int LEAST = 20;

    private final Smoothed realness = new Smoothed();
    private final Smoothed share = new Smoothed();
    private Optional<AdversarialLoss> loss = Optional.empty();

    /** The name of the adversarial loss, such as {@code CROSS_ENTROPY}; without a known one there is no band. */
    public void loss(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (AdversarialLoss known : AdversarialLoss.values()) {
            if (known.name().equals(upper)) {
                loss = Optional.of(known);
            }
        }
    }

    /** Takes L_G of one answer in, which every site sends. */
    public void addAdversarial(double value) {
        loss.ifPresent(kind -> realness.add(Math.max(
                0,
                Math.min(
                        1,
                        switch (kind) {
                            case CROSS_ENTROPY -> Math.exp(-value);
                            case LEAST_SQUARES -> 1 - Math.sqrt(Math.max(0, value));
                            case HINGE -> (1 - value) / 2;
                        }))));
    }

    /** Takes L_D of one answer in, which is a function of real images. */
    public void addDiscriminator(double value) {
        loss.ifPresent(kind -> share.add(value
                / switch (kind) {
                    case CROSS_ENTROPY -> Math.log(2);
                    case LEAST_SQUARES -> 0.25;
                    case HINGE -> 1.0;
                }));
    }

    /** What the losses say so far. */
    public DiscriminatorBand band() {
        if (share.count >= LEAST) {
            return band(share.mean < KNOWS_ALL, share.mean > KNOWS_NOTHING);
        }
        return realness.count < LEAST ? DiscriminatorBand.UNKNOWN : band(realness.mean < STRONG, realness.mean > WEAK);
    }

    private static DiscriminatorBand band(boolean isStrong, boolean isWeak) {
        if (isStrong) {
            return DiscriminatorBand.TOO_STRONG;
        }
        return isWeak ? DiscriminatorBand.TOO_WEAK : DiscriminatorBand.BALANCED;
    }

    /** What the band rests on, in words. */
    public String basis() {
        if (share.count >= LEAST) {
            return "its loss on real and synthetic images";
        }
        return realness.count < LEAST ? "too few answers yet" : "what it makes of synthetic images alone";
    }

    private static final class Smoothed {

        private double mean;
        private long count;

        void add(double value) {
            if (Double.isFinite(value)) {
                mean = count == 0 ? value : MEMORY * mean + (1 - MEMORY) * value;
                count++;
            }
        }
    }
}
