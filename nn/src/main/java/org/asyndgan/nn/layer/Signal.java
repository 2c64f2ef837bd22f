package org.asyndgan.nn.layer;

import org.asyndgan.nn.kernel.FeatureMaps;
import org.asyndgan.nn.kernel.Workspace;

/**
 * What flows between two stages: feature maps forwards, their gradient backwards.
 *
 * @param value x
 * @param gradient ∂L/∂x, of the same shape; valid only during a backward pass
 */
public record Signal(FeatureMaps value, FeatureMaps gradient) {

    /** A new signal with memory of its own. */
    public static Signal allocate(Workspace workspace, int batch, int channels, int height, int width) {
        return new Signal(
                workspace.maps(batch, channels, height, width), workspace.maps(batch, channels, height, width));
    }

    static Signal like(Workspace workspace, FeatureMaps shape) {
        return allocate(workspace, shape.batch(), shape.channels(), shape.height(), shape.width());
    }
}
