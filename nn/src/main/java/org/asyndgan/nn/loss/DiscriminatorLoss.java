package org.asyndgan.nn.loss;

import org.asyndgan.nn.tensor.FloatTensor;

/**
 * What a discriminator descends, and through it the generator.
 *
 * <p>The masks of the images go with them: some losses ask for the masks' classes, pixel by pixel.
 */
public sealed interface DiscriminatorLoss permits PatchLoss, SegmentingLoss {

    /**
     * The discriminator's loss on images that are all real or all synthetic.
     *
     * @param logits of the discriminator, B rows
     * @param masks one-hot, [B, K, H, W]
     */
    Result ofDiscriminator(FloatTensor logits, FloatTensor masks, boolean real);

    /** The generator's loss on its images, shaped as in {@link #ofDiscriminator}. */
    Result ofGenerator(FloatTensor logits, FloatTensor masks);

    /** How real the images look, in [0, 1]: the mean of what the discriminator takes for the probability of being real. */
    double realness(FloatTensor logits);

    /**
     * A loss and its gradient.
     *
     * @param gradient with respect to the logits, shaped like them
     */
    record Result(double value, FloatTensor gradient) {}
}
