package org.asyndgan.nn.architecture;

import org.asyndgan.nn.layer.Norm;

/** How a network keeps its feature maps at mean 0 and variance 1. */
public enum NormLayer {
    /** Each map of each sample alone (DSL's choice): samples do not influence each other. */
    INSTANCE(Norm.Kind.INSTANCE),
    /** Each channel over the batch (AsynDGAN's reference code): the result depends on the batch's company. */
    BATCH(Norm.Kind.BATCH),
    /**
     * Not the maps: each weight of a discriminator is divided by its largest singular value (Miyato et al. 2018), so that no sample
     * touches another and D's slope is bounded.
     */
    SPECTRAL(Norm.Kind.INSTANCE);

    private final Norm.Kind kind;

    NormLayer(Norm.Kind kind) {
        this.kind = kind;
    }

    Norm.Kind kind() {
        return kind;
    }

    /** The reference gives a convolution before BatchNorm no bias, which the norm would undo. */
    boolean biased() {
        return this != BATCH;
    }
}
