package org.asyndgan.experiment.gan;

import org.asyndgan.nn.network.Network;

/** The networks of a GAN. */
public interface Networks {

    /** x [B, K, H, W] to ŷ [B, C, H, W]; weights drawn from the seed. */
    Network generator(long seed);

    /** [B, K + C, H, W] to logits; weights drawn from the seed. */
    Network discriminator(long seed);
}
