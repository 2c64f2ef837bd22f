package org.asyndgan.experiment.gan;

/** Is told how the training of a GAN goes. */
@FunctionalInterface
public interface GanObserver {

    /**
     * A step was taken.
     *
     * @param done steps so far
     * @param steps of the whole training, as far as they are known
     * @param generatorLoss mean adversarial loss over the sites
     * @param discriminatorLoss mean over the sites; not a number where they keep theirs
     */
    void stepped(long done, long steps, double generatorLoss, double discriminatorLoss);
}
