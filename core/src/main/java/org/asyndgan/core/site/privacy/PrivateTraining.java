package org.asyndgan.core.site.privacy;

import java.util.List;

/**
 * How D learns from real images under differential privacy.
 *
 * <p>A unit is what is protected: an image, or a patient. Whatever shows it (views, all images of a patient) counts once:
 * a step sees at most one of them.
 *
 * @param units the ids of the masks of each unit
 * @param expected units drawn in a step on the average, B; a constant, which the noisy sum is divided by
 * @param noise σ, standard deviation of the noise over the clipping norm
 * @param clip C, the largest norm that the gradient of one unit may have
 */
public record PrivateTraining(List<List<String>> units, int expected, double noise, double clip) {

    /** More units than that are drawn in one of a million steps. */
    private static final double RARE = 1e-6;

    public PrivateTraining {
        units = units.stream().map(List::copyOf).toList();
        if (units.isEmpty() || units.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("There is no unit to learn from, or one without a mask");
        }
        if (expected < 1 || expected > units.size()) {
            throw new IllegalArgumentException("privacy-batch " + expected + " must be from 1 to the number of units, "
                    + units.size() + "; a step cannot draw more than there are");
        }
        if (!(noise > 0 && noise < Double.POSITIVE_INFINITY) || !(clip > 0 && clip < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "privacy-noise " + noise + " and privacy-clip " + clip + " must be above 0 and finite");
        }
    }

    /** q, the probability of a unit to be drawn in a step. */
    public double rate() {
        return (double) expected / units.size();
    }

    /**
     * Gradients of one unit that every step computes, so that the time it takes does not tell how many were drawn: the least
     * number that is exceeded in at most one of a million steps.
     */
    int rows() {
        double q = rate();
        if (q == 1) {
            return units.size();
        }
        double ratio = q / (1 - q);
        double exactly = Math.pow(1 - q, units.size());
        double upTo = exactly;
        int count = 0;
        while (count < units.size() && (exactly == 0 || 1 - upTo > RARE)) {
            exactly *= (double) (units.size() - count) / (count + 1) * ratio;
            count++;
            upTo += exactly;
        }
        return count;
    }
}
