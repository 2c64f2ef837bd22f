package org.asyndgan.privacy.accountant;

/**
 * One step of DP-SGD: each unit is drawn by a coin of its own, what the drawn ones contribute is clipped to norm C and
 * summed, and Gaussian noise of standard deviation σ C is added.
 *
 * @param rate q, probability of a unit to be drawn, in (0, 1]
 * @param noise σ, standard deviation of the noise over the clipping norm, above 0
 */
public record SubsampledGaussian(double rate, double noise) {

    public SubsampledGaussian {
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException("Sampling rate " + rate
                    + " must be above 0 and at most 1; draw at most as many units as there are");
        }
        if (!(noise > 0 && noise < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("Noise " + noise + " must be above 0 and finite");
        }
    }
}
