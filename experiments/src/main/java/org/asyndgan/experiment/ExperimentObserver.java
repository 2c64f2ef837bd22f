package org.asyndgan.experiment;

/** Is told how an experiment goes; called on the experiment's thread. */
public interface ExperimentObserver {

    /**
     * An arm, or the GAN that arms need, begins.
     *
     * @param what such as {@code seed 1: asyndgan}
     * @param left an estimate of the time all the rest takes, such as {@code about 1:20:00 left}; empty at first
     */
    void began(String what, String left);

    /** @param details such as the losses; empty for none */
    void progressed(long done, long total, String details);

    /** Something is known now. */
    void found(String what);
}
