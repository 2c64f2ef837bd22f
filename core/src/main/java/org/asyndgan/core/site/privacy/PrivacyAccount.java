package org.asyndgan.core.site.privacy;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.asyndgan.core.protocol.PrivacyStatement;

/**
 * Pays for steps of D that look at real images, and gives their random numbers once they are paid for.
 *
 * <p>A step is known by its history. The same history has the same random numbers and is paid for once.
 */
public interface PrivacyAccount {

    /**
     * Pays for a step.
     *
     * @param history of the training, this step's batch included
     * @return nothing if the budget does not allow it
     */
    Optional<Coins> charge(TrainingHistory history);

    /**
     * Insists that what a snapshot's D has learnt was paid for.
     *
     * @param history of its last step
     * @param steps that it has taken, at least 1
     * @throws RuntimeException if it was not: the account is older than the snapshot
     */
    void requirePaid(TrainingHistory history, long steps);

    /**
     * The random numbers of a step that was answered before a restart.
     *
     * @throws RuntimeException if it was never paid for: the account is older than the answers
     */
    Coins repeat(TrainingHistory history);

    /** What the account stands for and how much of it is spent. */
    PrivacyStatement statement();

    /** The random numbers of one step, which nobody outside the site can foresee. */
    interface Coins {

        /** Which units are drawn, from the beginning. */
        RandomGenerator sampling();

        /**
         * Fills part of an array with numbers from the standard normal distribution; any thread may.
         *
         * @param stream from 0; another one for every part
         */
        void noise(int stream, double[] target, int from, int length);
    }
}
