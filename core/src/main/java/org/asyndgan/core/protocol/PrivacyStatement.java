package org.asyndgan.core.protocol;

import java.util.Locale;

/**
 * What a site says of the differential privacy that its discriminator is trained with. All of it follows from settings and
 * the number of steps, nothing from an image.
 *
 * <p>Adjacency is zero-out: the contribution of one unit becomes nothing, while masks and the number of units are public.
 *
 * @param unit what is protected, {@code image} or {@code patient}
 * @param units how many of them the site has, at least 1
 * @param epsilon ε that the site does not go beyond, over all runs on its images; infinite where it set no bound
 * @param delta δ, in (0, 1)
 * @param noise σ, standard deviation of the noise over the clipping norm
 * @param rate q, probability of a unit to be drawn in a step, in (0, 1]
 * @param spent ε of all that was charged so far, by Rényi accounting
 */
public record PrivacyStatement(
        String unit, int units, double epsilon, double delta, double noise, double rate, double spent) {

    /** The only one there is. */
    public static final String ADJACENCY = "zero-out";

    public PrivacyStatement {
        if (units < 1 || !(epsilon > 0) || !(delta > 0 && delta < 1) || !(noise > 0) || !(spent >= 0)) {
            throw new IllegalArgumentException("Epsilon " + epsilon + ", delta " + delta + ", noise " + noise
                    + " and epsilon spent " + spent + " for " + units + " units cannot be");
        }
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException("Sampling rate " + rate + " must be above 0 and at most 1");
        }
    }

    /** One line for people, such as {@code epsilon 3 at delta 1.0E-5 by patient (zero-out), 0.52 spent}. */
    public String words() {
        String bound = Double.isInfinite(epsilon) ? "no bound on epsilon" : "epsilon " + trimmed(epsilon);
        return bound + " at delta " + delta + " by " + unit + " (" + ADJACENCY + "), "
                + String.format(Locale.ROOT, "%.2f", spent) + " spent";
    }

    private static String trimmed(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
