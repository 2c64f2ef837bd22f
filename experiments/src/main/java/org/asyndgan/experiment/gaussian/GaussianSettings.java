package org.asyndgan.experiment.gaussian;

/**
 * The sizes of the experiment.
 *
 * @param steps of every generator
 * @param seeds 1 to n of every arm
 */
public record GaussianSettings(long steps, int seeds) {

    public GaussianSettings {
        if (steps < 1 || seeds < 1) {
            throw new IllegalArgumentException("steps " + steps + " and seeds " + seeds + " must be at least 1");
        }
    }
}
