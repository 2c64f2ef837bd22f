package org.asyndgan.privacy.accountant;

import org.apache.commons.math3.special.Erf;

/**
 * How well the best attack can tell whether a unit took part, where the guarantee is that of one Gaussian mechanism, which
 * many small steps come close to (Dong, Roth and Su 2019, arXiv:1905.02383).
 *
 * <p>With μ such that δ(ε) = Φ(μ/2 - ε/μ) - e^ε Φ(-μ/2 - ε/μ): AUC = Φ(μ/√2), and the share of members found is Φ(μ +
 * Φ⁻¹(f)) where a share f of others is taken for members.
 *
 * @param mu μ, distance of the two means in standard deviations
 */
public record AttackCeiling(double mu) {

    private static final int HALVINGS = 200;

    /** Whoever may lose more may lose everything: here all ceilings are 1 to the last digit, and e^ε is still a number. */
    private static final double MOST = 700;

    /** The ceiling that a guarantee (ε, δ) sets. */
    public static AttackCeiling of(double epsilon, double delta) {
        if (!(epsilon > 0) || !(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException(
                    "Epsilon " + epsilon + " must be above 0, delta " + delta + " between 0 and 1");
        }
        double bounded = Math.min(epsilon, MOST);
        double low = 0;
        double high = 1;
        while (delta(high, bounded) < delta) {
            high *= 2;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (delta(middle, bounded) < delta) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new AttackCeiling(high);
    }

    private static double delta(double mu, double epsilon) {
        return normal(mu / 2 - epsilon / mu) - Math.exp(epsilon) * normal(-mu / 2 - epsilon / mu);
    }

    /** Area under the curve of true by false positives: 0.5 is guessing, 1 is knowing. */
    public double auc() {
        return normal(mu / Math.sqrt(2));
    }

    /** Share of members found at a share of others taken for members. */
    public double truePositives(double falsePositives) {
        return normal(mu + Math.sqrt(2) * Erf.erfInv(2 * falsePositives - 1));
    }

    private static double normal(double z) {
        return 0.5 * Erf.erfc(-z / Math.sqrt(2));
    }
}
