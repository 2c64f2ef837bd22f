package org.asyndgan.nn.layer;

import org.asyndgan.nn.kernel.FeatureMaps;
import org.asyndgan.nn.kernel.ParallelFor;
import org.asyndgan.nn.kernel.Parameter;
import org.asyndgan.nn.kernel.ParameterVector;
import org.asyndgan.nn.kernel.WeightGradientOfRow;
import org.asyndgan.nn.kernel.Workspace;

/** ∂L/∂w of a convolution from one row of its batch alone; takes memory when it is first asked. */
final class RowGradient {

    private final Workspace workspace;
    private final Conv2d.Geometry geometry;
    private final ParameterVector parameters;
    private final Parameter weight;
    private final FeatureMaps x;
    private final FeatureMaps dy;
    private Border border;
    private WeightGradientOfRow product;

    /**
     * @param x what is convolved, as the last forward pass left it
     * @param dy ∂L/∂y, as the last backward pass left it
     */
    RowGradient(
            Workspace workspace,
            Conv2d.Geometry geometry,
            ParameterVector parameters,
            Parameter weight,
            FeatureMaps x,
            FeatureMaps dy) {
        this.workspace = workspace;
        this.geometry = geometry;
        this.parameters = parameters;
        this.weight = weight;
        this.x = x;
        this.dy = dy;
    }

    /** Adds the row's to the network's gradient. */
    void add(int row) {
        if (product == null) {
            allocate();
        }
        int channels = x.channels();
        ParallelFor.share(channels, border.padded().size(), (from, to) -> {
            for (int channel = from; channel < to; channel++) {
                border.pad(x, row * channels + channel, channel);
            }
        });
        product.add(border.padded().values(), dy.values(), row * dy.channels() * dy.plane());
    }

    private void allocate() {
        border = Border.around(workspace, geometry, x, 1);
        product = new WeightGradientOfRow(workspace, geometry.over(border.padded(), 0), parameters, weight);
    }
}
