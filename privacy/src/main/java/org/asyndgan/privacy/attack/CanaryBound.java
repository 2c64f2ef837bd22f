package org.asyndgan.privacy.attack;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A lower bound on ε from one run (Steinke, Nasr and Jagielski 2023, arXiv:2305.08846, theorem 5.2).
 *
 * <p>Each of m canaries is in the training by a fair coin. Somebody who sees what the training gave guesses the r that are
 * most plainly in or out, and v guesses are right. With ε-differential privacy each is right with probability at most q =
 * e^ε / (1 + e^ε), so that so many right ones have probability at most
 *
 * <pre>P[Bin(r, q) ≥ v] + 2 m δ max over i of P[v - i ≤ Bin(r, q) < v] / i</pre>
 *
 * The largest ε for which this is below a level is refuted at that level.
 */
public final class CanaryBound {

    private static final double MOST = 50;
    private static final int HALVINGS = 60;

    private CanaryBound() {}

    /**
     * The bound.
     *
     * @param canaries m
     * @param guesses r, at most m
     * @param right v, at most r
     * @param delta of the claim, in [0, 1)
     * @param level such as 0.05: the probability that the bound is above the true ε
     * @return at least 0
     */
    public static double epsilon(int canaries, int guesses, int right, double delta, double level) {
        if (guesses < 1 || guesses > canaries || right < 0 || right > guesses) {
            throw new IllegalArgumentException(
                    right + " of " + guesses + " guesses about " + canaries + " canaries cannot be right");
        }
        double refuted = 0;
        double standing = MOST;
        if (probability(canaries, guesses, right, delta, 0) >= level) {
            return 0;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (refuted + standing) / 2;
            if (probability(canaries, guesses, right, delta, middle) < level) {
                refuted = middle;
            } else {
                standing = middle;
            }
        }
        return refuted;
    }

    private static double probability(int canaries, int guesses, int right, double delta, double epsilon) {
        double[] mass = binomial(guesses, 1 / (1 + Math.exp(-epsilon)));
        double upper = 0;
        for (int k = guesses; k >= right; k--) {
            upper += mass[k];
        }
        double below = 0;
        double most = 0;
        for (int i = 1; i <= right; i++) {
            below += mass[right - i];
            most = Math.max(most, below / i);
        }
        return upper + 2 * canaries * delta * most;
    }

    private static double[] binomial(int n, double q) {
        double[] mass = new double[n + 1];
        double choices = 0;
        for (int k = 0; k <= n; k++) {
            mass[k] = Math.exp(choices + k * Math.log(q) + (n - k) * Math.log1p(-q));
            choices += Math.log(n - k) - Math.log(k + 1.0);
        }
        return mass;
    }

    /**
     * Guesses that the half of the guesses with the highest scores is in and that with the lowest is out.
     *
     * @param scores of the canaries, higher for what looks as if it were in
     * @param isIn the truth
     * @param guesses r, even
     * @return how many are right
     */
    public static int right(double[] scores, boolean[] isIn, int guesses) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        long out = Arrays.stream(order, 0, guesses / 2).filter(i -> !isIn[i]).count();
        long in = Arrays.stream(order, order.length - guesses / 2, order.length)
                .filter(i -> isIn[i])
                .count();
        return (int) (out + in);
    }
}
