package org.asyndgan.nn.architecture;

import org.asyndgan.nn.network.MemoryNeed;
import org.asyndgan.nn.network.Network;

/**
 * What a discriminator looks like.
 *
 * @param inputChannels channels of mask and image together
 * @param width feature maps of the first convolution (ndf), doubled up to eightfold
 * @param layers strided convolutions, at least 1; with 3 one logit sees 70 × 70 pixels
 * @param normLayer after every convolution but the first and the last
 */
public record PatchSettings(int inputChannels, int width, int layers, NormLayer normLayer)
        implements DiscriminatorNetwork {

    /** The paper's: 6 channels, ndf 64, 3 layers, BatchNorm; 2,768,705 parameters. */
    public static final PatchSettings PAPER = new PatchSettings(6, 64, 3, NormLayer.BATCH);

    public PatchSettings {
        if (inputChannels < 1 || width < 1 || layers < 1) {
            throw new IllegalArgumentException("A discriminator needs at least 1 channel, width 1 and 1 layer, but has "
                    + inputChannels + ", " + width + " and " + layers);
        }
    }

    @Override
    public DiscriminatorKind kind() {
        return DiscriminatorKind.PATCH;
    }

    @Override
    public Network open(long seed) {
        return new PatchDiscriminator(this, seed);
    }

    @Override
    public MemoryNeed memory(int batch, int height, int breadth) {
        return PatchDiscriminator.memory(this, batch, height, breadth);
    }
}
