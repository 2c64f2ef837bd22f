package org.asyndgan.nn.backend;

import org.asyndgan.nn.kernel.FeatureMaps;
import org.asyndgan.nn.kernel.ParameterVector;
import org.asyndgan.nn.kernel.Workspace;
import org.asyndgan.nn.layer.Layer;
import org.asyndgan.nn.layer.Signal;

/**
 * A network as it was declared.
 *
 * @param name completes "the …" in messages
 * @param channels of its input
 * @param parameters tensors in the order of the vector, and what they are before training
 * @param layer what it computes
 */
public record Declaration(String name, int channels, ParameterVector parameters, Layer layer) {

    /**
     * The shape of the output [B', C', H', W'] for an input of one shape; computes nothing.
     *
     * @throws IllegalArgumentException if a layer cannot take its input, in that layer's words
     */
    public int[] outputShape(int batch, int height, int width) {
        try (var workspace = Workspace.measuring()) {
            FeatureMaps output = layer.bind(workspace, Signal.allocate(workspace, batch, channels, height, width))
                    .output()
                    .value();
            return output.shape();
        }
    }
}
