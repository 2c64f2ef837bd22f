package org.asyndgan.nn.network;

/** What a site's discriminator is asked. */
public enum DiscriminatorKind {
    /** Of mask and image together, whether each patch is real: {@link PatchDiscriminator}. */
    PATCH,
    /** Of the image alone, which class of the mask each pixel has, or none because it is synthetic: {@link SegmentingDiscriminator}. */
    SEGMENTING,
    /** As {@link #SEGMENTING}, and whether each patch is real. */
    SEGMENTING_PATCH;

    /** Says whether it must find the mask in the image instead of being given it. */
    public boolean segments() {
        return this != PATCH;
    }

    /**
     * A discriminator of this kind.
     *
     * @param classes K of the masks
     * @param channels C of the images
     * @param width feature maps of the first convolution
     * @param layers strided convolutions, where it is of {@link #PATCH}
     * @param normLayer where it is of {@link #PATCH}
     * @throws IllegalArgumentException if there can be no such network
     */
    public DiscriminatorNetwork network(int classes, int channels, int width, int layers, NormLayer normLayer) {
        return segments()
                ? new SegmentingSettings(channels, classes, width, this == SEGMENTING_PATCH)
                : new PatchSettings(classes + channels, width, layers, normLayer);
    }
}
