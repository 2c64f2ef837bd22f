package org.asyndgan.nn.layer;

import java.util.Optional;
import org.asyndgan.nn.kernel.FeatureMaps;
import org.asyndgan.nn.kernel.Initializer;
import org.asyndgan.nn.kernel.ParallelFor;
import org.asyndgan.nn.kernel.Parameter;
import org.asyndgan.nn.kernel.ParameterVector;

/**
 * What a convolution adds to its output channels; 0 before training.
 *
 * @param parameter [O], where the convolution has a bias
 */
record Bias(ParameterVector parameters, Optional<Parameter> parameter) {

    static Bias declare(ParameterVector parameters, String name, int outputs, boolean biased) {
        return new Bias(
                parameters,
                biased
                        ? Optional.of(parameters.declare(name + ".bias", new Initializer.Constant(0), outputs))
                        : Optional.empty());
    }

    /** What is added to channel o, 0 where there is no bias. */
    float of(int channel) {
        return parameter.isPresent() ? parameters.values()[parameter.get().offset() + channel] : 0;
    }

    /** ∂L/∂bias[o] = Σ ∂L/∂y[b, o, i, j]. */
    void addGradient(FeatureMaps dy) {
        addGradient(dy, 0, dy.batch());
    }

    /** That of one row, Σ ∂L/∂y[row, o, i, j]. */
    void addRowGradient(FeatureMaps dy, int row) {
        addGradient(dy, row, row + 1);
    }

    private void addGradient(FeatureMaps dy, int firstRow, int endRow) {
        parameter.ifPresent(bias -> ParallelFor.share(
                dy.channels(), (long) (endRow - firstRow) * dy.channels() * dy.plane(), (from, to) -> {
                    for (int channel = from; channel < to; channel++) {
                        double sum = 0;
                        for (int row = firstRow; row < endRow; row++) {
                            sum += Rows.sum(dy.values(), (row * dy.channels() + channel) * dy.plane(), dy.plane());
                        }
                        parameters.gradients()[bias.offset() + channel] += (float) sum;
                    }
                }));
    }
}
