package org.asyndgan.nn.architecture;

import org.asyndgan.nn.network.MemoryNeed;
import org.asyndgan.nn.network.Network;

/**
 * What a discriminator that segments looks like.
 *
 * @param inputChannels channels of the image alone, C
 * @param classes of the masks, K
 * @param width feature maps of the first convolution, doubled twice below
 * @param kind what it is asked; not {@link DiscriminatorKind#PATCH}
 */
public record SegmentingSettings(int inputChannels, int classes, int width, DiscriminatorKind kind)
        implements DiscriminatorNetwork {

    public SegmentingSettings {
        if (inputChannels < 1 || classes < 2 || width < 1) {
            throw new IllegalArgumentException(
                    "A segmenting discriminator needs at least 1 channel, 2 classes and width" + " 1, but has "
                            + inputChannels + ", " + classes + " and " + width);
        }
        if (!kind.segments()) {
            throw new IllegalArgumentException("A discriminator of kind " + kind + " does not segment");
        }
    }

    @Override
    public Network open(long seed) {
        return new SegmentingDiscriminator(this, seed);
    }

    @Override
    public MemoryNeed memory(int batch, int height, int breadth) {
        return SegmentingDiscriminator.memory(this, batch, height, breadth);
    }
}
