package org.asyndgan.nn.optimizer;

/**
 * Constants of Adam (Kingma and Ba 2015, arXiv:1412.6980).
 *
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the corrected second moment, above 0
 */
public record AdamSettings(double beta1, double beta2, double epsilon) {

    /** β = (0.5, 0.999), the choice of AsynDGAN's code for both networks. */
    public static final AdamSettings GAN = new AdamSettings(0.5, 0.999, 1e-8);

    /** β = (0.9, 0.999), the usual choice for supervised training. */
    public static final AdamSettings SUPERVISED = new AdamSettings(0.9, 0.999, 1e-8);

    public AdamSettings {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
            throw new IllegalArgumentException("Adam's betas " + beta1 + " and " + beta2 + " must be in [0, 1)");
        }
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("Adam's epsilon " + epsilon + " must be above 0");
        }
    }
}
