package org.asyndgan.nn.layer;

import org.asyndgan.nn.kernel.FeatureMaps;
import org.asyndgan.nn.kernel.Initializer;
import org.asyndgan.nn.kernel.ParallelFor;
import org.asyndgan.nn.kernel.Parameter;
import org.asyndgan.nn.kernel.ParameterVector;
import org.asyndgan.nn.kernel.SpectralNorm;
import org.asyndgan.nn.kernel.Workspace;

/**
 * A convolution whose weight is divided by its largest singular value σ (Miyato et al. 2018): y = (x ⋆ w) / σ + bias.
 *
 * <p>Backward, with u and v the singular vectors, held constant as usual, and G = ∂L/∂(w/σ): ∂L/∂w = (G − ⟨G, w/σ⟩ u vᵀ) / σ, where
 * ⟨G, w/σ⟩ = Σ ∂L/∂y · (y − bias).
 */
public final class SpectralConv2d implements Layer {

    private final Conv2d convolution;
    private final Bias bias;
    private final SpectralNorm norm;
    private final int iterations;

    /** Declares {@code name.weight} and {@code name.bias}. */
    public SpectralConv2d(ParameterVector parameters, String name, Conv2d.Geometry geometry, Initializer weights) {
        this(parameters, name, geometry, weights, SpectralNorm.ITERATIONS);
    }

    /** @param iterations of the search for σ */
    public SpectralConv2d(
            ParameterVector parameters, String name, Conv2d.Geometry geometry, Initializer weights, int iterations) {
        this.convolution = new Conv2d(parameters, name, geometry, false, weights);
        this.bias = Bias.declare(parameters, name, geometry.outputs(), true);
        this.iterations = iterations;
        this.norm = new SpectralNorm(parameters, convolution.weight(), iterations);
    }

    /** Of the weight before it is divided by σ; without bias. */
    public Conv2d convolution() {
        return convolution;
    }

    /** [O]. */
    public Parameter bias() {
        return bias.parameter().orElseThrow();
    }

    /** Rounds of the search for σ, which begins at the vector of equal elements. */
    public int iterations() {
        return iterations;
    }

    @Override
    public Stage bind(Workspace workspace, Signal input) {
        Stage inner = convolution.bind(workspace, input);
        return new Bound(inner, Signal.like(workspace, inner.output().value()));
    }

    private final class Bound implements Stage {

        private final Stage inner;
        private final Signal output;

        Bound(Stage inner, Signal output) {
            this.inner = inner;
            this.output = output;
        }

        @Override
        public Signal output() {
            return output;
        }

        @Override
        public void forward(long[] sampleSeeds) {
            inner.forward(sampleSeeds);
            norm.refresh();
            FeatureMaps y = output.value();
            float[] raw = inner.output().value().values();
            float inverse = (float) (1 / norm.sigma());
            ParallelFor.share(y.planes(), y.size(), (from, to) -> {
                for (int map = from; map < to; map++) {
                    float shift = bias.of(map % y.channels());
                    for (int i = map * y.plane(); i < (map + 1) * y.plane(); i++) {
                        y.values()[i] = raw[i] * inverse + shift;
                    }
                }
            });
        }

        @Override
        public void backward(Wanted wanted) {
            FeatureMaps dy = output.gradient();
            float[] inside = inner.output().gradient().values();
            float inverse = (float) (1 / norm.sigma());
            ParallelFor.share(dy.size(), dy.size(), (from, to) -> {
                for (int i = from; i < to; i++) {
                    inside[i] = dy.values()[i] * inverse;
                }
            });
            double along = wanted.parameters() ? along(dy, 0, dy.planes()) : 0;
            inner.backward(wanted);
            if (wanted.parameters()) {
                norm.subtractAlong(along / norm.sigma());
                bias.addGradient(dy);
            }
        }

        @Override
        public void addRowGradients(int row) {
            FeatureMaps dy = output.gradient();
            inner.addRowGradients(row);
            norm.subtractAlong(along(dy, row * dy.channels(), (row + 1) * dy.channels()) / norm.sigma());
            bias.addRowGradient(dy, row);
        }

        /** ⟨G, w/σ⟩, where only some maps count. */
        private double along(FeatureMaps dy, int from, int to) {
            float[] raw = inner.output().value().values();
            double sum = 0;
            for (int map = from; map < to; map++) {
                sum += Rows.centredDot(raw, 0, dy.values(), map * dy.plane(), dy.plane());
            }
            return sum / norm.sigma();
        }
    }
}
