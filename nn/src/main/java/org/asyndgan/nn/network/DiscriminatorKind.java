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
}
