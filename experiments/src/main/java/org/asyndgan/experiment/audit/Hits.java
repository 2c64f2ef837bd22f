package org.asyndgan.experiment.audit;

/**
 * How often an attack was right.
 *
 * @param name of the attack
 * @param right times
 * @param trials in all
 * @param chance share that guessing gets right
 */
public record Hits(String name, long right, long trials, double chance) {

    /** Share that was right. */
    public double share() {
        return (double) right / trials;
    }
}
