package org.asyndgan.nn.architecture;

import java.util.Optional;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.nn.loss.DiscriminatorLoss;
import org.asyndgan.nn.loss.PatchLoss;
import org.asyndgan.nn.loss.SegmentingLoss;

/** What a site's discriminator is asked. */
public enum DiscriminatorKind {
    /** Of mask and image together, whether each patch is real: {@link PatchDiscriminator}. */
    PATCH,
    /** Of the image alone, which class of the mask each pixel has, or none because it is synthetic: {@link SegmentingDiscriminator}. */
    SEGMENTING,
    /** As {@link #SEGMENTING}, and whether each patch is real. */
    SEGMENTING_PATCH,
    /** Of the image alone, which class of the mask each pixel has and whether it is real: {@link SegmentingDiscriminator}. */
    CLASSWISE,
    /** As {@link #CLASSWISE}, and whether each patch is real. */
    CLASSWISE_PATCH;

    /** Says whether it must find the mask in the image instead of being given it. */
    public boolean segments() {
        return this != PATCH;
    }

    /** Says whether one that segments has one map more, of patches. */
    boolean judgesPatches() {
        return this == SEGMENTING_PATCH || this == CLASSWISE_PATCH;
    }

    private SegmentingLoss.Synthetic synthetic() {
        return this == CLASSWISE || this == CLASSWISE_PATCH
                ? SegmentingLoss.Synthetic.CLASS_BY_CLASS
                : SegmentingLoss.Synthetic.ONE_CLASS;
    }

    /**
     * Maps of a discriminator that segments, without that of patches.
     *
     * @param classes K of the masks
     */
    int classMaps(int classes) {
        return synthetic().maps(classes);
    }

    /**
     * What discriminators of this kind descend.
     *
     * @param ofPatches the loss of the map of patches
     * @param pixels of each of the K classes in all masks of the site, for the weights of the classes; see {@link SegmentingLoss}
     */
    public DiscriminatorLoss loss(AdversarialLoss ofPatches, long[] pixels) {
        return segments()
                ? new SegmentingLoss(synthetic(), pixels, Optional.of(ofPatches).filter(loss -> judgesPatches()))
                : new PatchLoss(ofPatches);
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
                ? new SegmentingSettings(channels, classes, width, this)
                : new PatchSettings(classes + channels, width, layers, normLayer);
    }
}
