package org.asyndgan.nn.optimizer;

/**
 * Constant, then falling to zero: linearly, the schedule of AsynDGAN's code, or as a power of what is left, nnU-Net's
 * (Isensee et al. 2021: from the first step on, power 0.9).
 *
 * @param initial step size of Adam, above 0
 * @param decayFrom fraction of the run after which it falls, in [0, 1]; 1 never
 * @param power of the share that is left, above 0; 1 falls linearly
 */
public record LearningRate(double initial, double decayFrom, double power) {

    public LearningRate {
        if (!(initial > 0) || !(decayFrom >= 0 && decayFrom <= 1)) {
            throw new IllegalArgumentException(
                    "learning-rate " + initial + " must be above 0 and its decay-from " + decayFrom + " in [0, 1]");
        }
        if (!(power > 0)) {
            throw new IllegalArgumentException("The power " + power + " of a learning rate's decay must be above 0");
        }
    }

    /** Falls linearly. */
    public LearningRate(double initial, double decayFrom) {
        this(initial, decayFrom, 1);
    }

    /** The rate of step {@code step} (from 0) of {@code steps}; above 0 for every step of the run. */
    public double at(long step, long steps) {
        double start = decayFrom * steps;
        if (step < start) {
            return initial;
        }
        double span = Math.max(1.0, steps - start);
        return power == 1 ? initial * (steps - step) / span : initial * Math.pow((steps - step) / span, power);
    }

    /** Settings as text are what snapshots are told apart by; a linear fall reads as it did before there were others. */
    @Override
    public String toString() {
        return "LearningRate[initial=" + initial + ", decayFrom=" + decayFrom
                + (power == 1 ? "]" : ", power=" + power + "]");
    }
}
