package org.asyndgan.nn.optimizer;

/**
 * Constant, then linear to zero: the schedule of AsynDGAN's code.
 *
 * @param initial step size of Adam, above 0
 * @param decayFrom fraction of the run after which it falls, in [0, 1]; 1 never
 */
public record LearningRate(double initial, double decayFrom) {

    public LearningRate {
        if (!(initial > 0) || !(decayFrom >= 0 && decayFrom <= 1)) {
            throw new IllegalArgumentException(
                    "learning-rate " + initial + " must be above 0 and its decay-from " + decayFrom + " in [0, 1]");
        }
    }

    /** The rate of step {@code step} (from 0) of {@code steps}; above 0 for every step of the run. */
    public double at(long step, long steps) {
        double start = decayFrom * steps;
        return step < start ? initial : initial * (steps - step) / Math.max(1.0, steps - start);
    }
}
