package org.asyndgan.nn.architecture;

import org.asyndgan.nn.network.MemoryNeed;
import org.asyndgan.nn.network.Network;

/** What a site's discriminator looks like, whichever of the kinds it is. */
public sealed interface DiscriminatorNetwork permits PatchSettings, SegmentingSettings {

    /** What it is asked. */
    DiscriminatorKind kind();

    /** A network of these settings with weights drawn from the seed; the caller closes it. */
    Network open(long seed);

    /**
     * Memory to train it on batches of one shape.
     *
     * @param breadth of the images, pixels
     */
    MemoryNeed memory(int batch, int height, int breadth);
}
