package org.asyndgan.privacy.accountant;

import java.util.OptionalDouble;

/**
 * How much noise, or how many steps, a budget asks for; by {@link RenyiBudget}, which is what will be enforced.
 *
 * @param rate q, probability of a unit to be drawn in a step, in (0, 1]
 * @param epsilon above 0
 * @param delta in (0, 1)
 */
public record PrivacyPlan(double rate, double epsilon, double delta) {

    private static final double LEAST_NOISE = 0.1;
    private static final double MOST_NOISE = 10_000;
    private static final long MOST_STEPS = 1L << 40;

    public PrivacyPlan {
        if (!(rate > 0 && rate <= 1) || !(epsilon > 0) || !(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("Rate " + rate + " must be above 0 and at most 1, epsilon " + epsilon
                    + " above 0, delta " + delta + " between 0 and 1");
        }
    }

    /** The ε that so many steps with this noise cost. */
    public double spent(double noise, long steps) {
        return RenyiBudget.NONE
                .plus(new SubsampledGaussian(rate, noise), steps)
                .epsilon(delta)
                .value();
    }

    /**
     * The least noise, rounded up to hundredths, with which so many steps stay within ε.
     *
     * @return nothing if not even σ = 10,000 is enough
     */
    public OptionalDouble noiseFor(long steps) {
        if (spent(MOST_NOISE, steps) > epsilon) {
            return OptionalDouble.empty();
        }
        long enough = Math.round(MOST_NOISE * 100);
        long little = Math.round(LEAST_NOISE * 100);
        while (enough - little > 1) {
            long middle = (enough + little) / 2;
            if (spent(middle / 100.0, steps) <= epsilon) {
                enough = middle;
            } else {
                little = middle;
            }
        }
        return OptionalDouble.of(enough / 100.0);
    }

    /** How many steps with this noise stay within ε; at most 2⁴⁰. */
    public long stepsFor(double noise) {
        long within = 0;
        long beyond = MOST_STEPS;
        while (beyond - within > 1) {
            long middle = (within + beyond) / 2;
            if (spent(noise, middle) <= epsilon) {
                within = middle;
            } else {
                beyond = middle;
            }
        }
        return within;
    }
}
