package org.asyndgan.nn.layer;

import org.asyndgan.nn.kernel.Workspace;

/**
 * A function of feature maps with parameters declared in its network's vector.
 *
 * <p>A tree of layers is a network's declaration, and the only one: the nd4j backend binds it; any
 * other reads it, kind by kind, by the accessors, and computes in its own way.
 */
public sealed interface Layer
        permits Beside,
                Chain,
                Conv2d,
                ConvTranspose2d,
                Dropout,
                JoinInput,
                MaxPool,
                Noise,
                Norm,
                PixelShuffle,
                Pointwise,
                Residual,
                Skip,
                SpectralConv2d,
                Upsample {

    /** Prepares the layer for inputs of one shape; the stage lives as long as the workspace. */
    Stage bind(Workspace workspace, Signal input);

    /** Whether the result for a row of a batch depends on the other rows. */
    default boolean couplesRows() {
        return false;
    }
}
