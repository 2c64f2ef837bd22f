package org.asyndgan.nn.layer;

import org.asyndgan.nn.kernel.Workspace;

/** A function of feature maps with parameters declared in its network's vector. */
public interface Layer {

    /** Prepares the layer for inputs of one shape; the stage lives as long as the workspace. */
    Stage bind(Workspace workspace, Signal input);
}
