package org.asyndgan.privacy.accountant;

import java.util.function.DoubleBinaryOperator;

/**
 * What has been spent, as Rényi differential privacy at the integer orders 2 to 256.
 *
 * <p>For one step with rate q and noise σ, at order α (Mironov, Talwar and Zhang 2019, arXiv:1908.10530, section 3.3):
 *
 * <pre>
 * ρ(α) = 1/(α-1) · log Σₖ C(α,k) (1-q)^(α-k) q^k exp(k(k-1) / 2σ²),   k = 0 … α
 * </pre>
 *
 * a finite sum without an approximation. It is computed in logarithms, as 1 and what the terms from k = 2 on are above
 * the binomial ones, so that the little that a step of much noise costs is not lost beside the 1. Steps add up. Immutable.
 */
public final class RenyiBudget {

    private static final int LOWEST = 2;
    private static final int HIGHEST = 256;

    /** log k! */
    private static final double[] LOG_FACTORIAL = logFactorials();

    /** Nothing spent. */
    public static final RenyiBudget NONE = new RenyiBudget(new double[HIGHEST - LOWEST + 1]);

    private final double[] divergences;

    private RenyiBudget(double[] divergences) {
        this.divergences = divergences;
    }

    private static double[] logFactorials() {
        double[] logs = new double[HIGHEST + 1];
        for (int k = 1; k <= HIGHEST; k++) {
            logs[k] = logs[k - 1] + Math.log(k);
        }
        return logs;
    }

    /** What is spent after as many further steps. */
    public RenyiBudget plus(SubsampledGaussian step, long steps) {
        if (steps < 0) {
            throw new IllegalArgumentException("Steps " + steps + " cannot be taken back");
        }
        double[] sum = divergences.clone();
        for (int order = LOWEST; steps > 0 && order <= HIGHEST; order++) {
            sum[order - LOWEST] += steps * divergence(step, order);
        }
        return new RenyiBudget(sum);
    }

    private static double divergence(SubsampledGaussian step, int order) {
        double q = step.rate();
        double variance = step.noise() * step.noise();
        if (q == 1) {
            return order / (2 * variance);
        }
        double[] terms = new double[order - 1];
        double greatest = Double.NEGATIVE_INFINITY;
        for (int k = 2; k <= order; k++) {
            double above = logOfExpMinusOne(k * (k - 1.0) / (2 * variance));
            terms[k - 2] = LOG_FACTORIAL[order]
                    - LOG_FACTORIAL[k]
                    - LOG_FACTORIAL[order - k]
                    + (order - k) * Math.log1p(-q)
                    + k * Math.log(q)
                    + above;
            greatest = Math.max(greatest, terms[k - 2]);
        }
        double sum = 0;
        for (double term : terms) {
            sum += Math.exp(term - greatest);
        }
        return logOfOnePlusExp(greatest + Math.log(sum)) / (order - 1);
    }

    private static double logOfExpMinusOne(double x) {
        return x < 1 ? Math.log(Math.expm1(x)) : x + Math.log1p(-Math.exp(-x));
    }

    private static double logOfOnePlusExp(double x) {
        return x < 0 ? Math.log1p(Math.exp(x)) : x + Math.log1p(Math.exp(-x));
    }

    /**
     * The ε for this δ by the improved conversion, ε = ρ(α) + log((α-1)/α) - (log δ + log α)/(α-1), at its best order
     * (Balle, Barthe, Gaboardi, Hsu and Sato 2020, arXiv:1905.09982, theorem 21).
     *
     * @param delta in (0, 1)
     */
    public RenyiEpsilon epsilon(double delta) {
        return best(delta, (order, logDelta) -> Math.log1p(-1 / order) - (logDelta + Math.log(order)) / (order - 1));
    }

    /**
     * The ε for this δ by the classic conversion, ε = ρ(α) - log δ/(α-1), at its best order (Mironov 2017,
     * arXiv:1702.07476, proposition 3); never less than {@link #epsilon}.
     *
     * @param delta in (0, 1)
     */
    public RenyiEpsilon classicEpsilon(double delta) {
        return best(delta, (order, logDelta) -> -logDelta / (order - 1));
    }

    private RenyiEpsilon best(double delta, DoubleBinaryOperator conversion) {
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("Delta " + delta + " must lie between 0 and 1, such as 1e-5");
        }
        double least = Double.POSITIVE_INFINITY;
        int at = HIGHEST;
        for (int order = LOWEST; order <= HIGHEST; order++) {
            double divergence = divergences[order - LOWEST];
            double epsilon = divergence == 0 ? 0 : divergence + conversion.applyAsDouble(order, Math.log(delta));
            if (epsilon < least) {
                least = epsilon;
                at = order;
            }
        }
        return new RenyiEpsilon(Math.max(0, least), at);
    }
}
