package org.asyndgan.nn.layer;

import org.asyndgan.nn.kernel.FeatureMaps;
import org.asyndgan.nn.kernel.Initializer;
import org.asyndgan.nn.kernel.ParallelFor;
import org.asyndgan.nn.kernel.Parameter;
import org.asyndgan.nn.kernel.ParameterVector;
import org.asyndgan.nn.kernel.Workspace;

/**
 * Normalization over groups of elements, an affine map a channel, and the activation that follows:
 * y = act(γ[c] · (x − μ) / √(σ² + ε) + β[c]), ε = 10⁻⁵, σ² the biased variance.
 *
 * <p>{@link Kind#INSTANCE} takes μ and σ² over each map (b, c) alone, so no sample touches another;
 * {@link Kind#BATCH} over each channel of the batch, in training and use alike, as the reference does
 * while it trains (Ioffe and Szegedy 2015, Ulyanov et al. 2016).
 *
 * <p>Backward, with x̂ = (x − μ) / √(σ² + ε), g = ∂L/∂(γx̂ + β) and n elements a group:
 * ∂L/∂β = Σg, ∂L/∂γ = Σg·x̂, ∂L/∂x = γ / √(σ² + ε) · (g − Σg / n − x̂ · Σg·x̂ / n).
 */
public final class Norm implements Layer {

    public static final double EPSILON = 1e-5;

    private final Kind kind;
    private final int channels;
    private final Activation activation;
    private final ParameterVector parameters;
    private final Parameter scale;
    private final Parameter shift;

    /** Declares {@code name.weight} (γ) and {@code name.bias} (β, 0). */
    public Norm(
            ParameterVector parameters,
            String name,
            Kind kind,
            int channels,
            Activation activation,
            Initializer scales) {
        this.kind = kind;
        this.channels = channels;
        this.activation = activation;
        this.parameters = parameters;
        this.scale = parameters.declare(name + ".weight", scales, channels);
        this.shift = parameters.declare(name + ".bias", new Initializer.Constant(0), channels);
    }

    /** Over which elements mean and variance are taken. */
    public enum Kind {
        /** Each map (b, c) alone. */
        INSTANCE,
        /** Each channel over the whole batch. */
        BATCH
    }

    public Kind kind() {
        return kind;
    }

    public int channels() {
        return channels;
    }

    public Activation activation() {
        return activation;
    }

    /** γ, [C]. */
    public Parameter scale() {
        return scale;
    }

    /** β, [C]. */
    public Parameter shift() {
        return shift;
    }

    @Override
    public Stage bind(Workspace workspace, Signal input) {
        return new Bound(workspace, input);
    }

    @Override
    public boolean couplesRows() {
        return kind == Kind.BATCH;
    }

    private final class Bound implements Stage {

        private final Signal input;
        private final Signal output;
        private final int groupsPerChannel;
        private final int mapsPerGroup;
        // One of each a group; group g of channel c is number g · C + c.
        private final double[] mean;
        private final double[] inverseDeviation;
        private final double[] sumGradient;
        private final double[] sumProduct;

        Bound(Workspace workspace, Signal input) {
            this.input = input;
            FeatureMaps x = input.value();
            this.groupsPerChannel = kind == Kind.INSTANCE ? x.batch() : 1;
            this.mapsPerGroup = x.batch() / groupsPerChannel;
            if (mapsPerGroup * x.plane() < 2) {
                throw new IllegalArgumentException("Normalising " + x + " would leave one element a group, which"
                        + " becomes 0 whatever it is; use larger images or fewer levels");
            }
            int groups = groupsPerChannel * channels;
            this.mean = new double[groups];
            this.inverseDeviation = new double[groups];
            this.sumGradient = new double[groups];
            this.sumProduct = new double[groups];
            this.output = Signal.like(workspace, x);
        }

        @Override
        public Signal output() {
            return output;
        }

        @Override
        public void forward(long[] sampleSeeds) {
            ParallelFor.share(mean.length, 3L * input.value().size(), (from, to) -> {
                for (int group = from; group < to; group++) {
                    normalize(group);
                }
            });
        }

        private void normalize(int group) {
            float[] x = input.value().values();
            int plane = input.value().plane();
            double n = (double) mapsPerGroup * plane;
            double sum = 0;
            for (int map = 0; map < mapsPerGroup; map++) {
                sum += Rows.sum(x, start(group, map), plane);
            }
            double mu = sum / n;
            // Centred on a rounded mean; the remainder is corrected for exactly.
            float centre = (float) mu;
            double squares = 0;
            for (int map = 0; map < mapsPerGroup; map++) {
                squares += Rows.centredSquares(x, centre, start(group, map), plane);
            }
            double variance = Math.max(0, squares / n - (mu - centre) * (mu - centre));
            mean[group] = mu;
            inverseDeviation[group] = 1 / Math.sqrt(variance + EPSILON);
            for (int map = 0; map < mapsPerGroup; map++) {
                apply(group, start(group, map), plane);
            }
        }

        private void apply(int group, int at, int length) {
            double slope = gamma(group) * inverseDeviation[group];
            float a = (float) slope;
            float b = (float) (beta(group) - slope * mean[group]);
            float[] x = input.value().values();
            float[] y = output.value().values();
            for (int i = at; i < at + length; i++) {
                y[i] = a * x[i] + b;
            }
            activation.forward(y, at, length);
        }

        @Override
        public void backward(Wanted wanted) {
            ParallelFor.share(mean.length, 4L * input.value().size(), (from, to) -> {
                for (int group = from; group < to; group++) {
                    backpropagate(group, wanted.input());
                }
            });
            if (wanted.parameters()) {
                addParameterGradients(0, mean.length);
            }
        }

        @Override
        public void addRowGradients(int row) {
            addParameterGradients(row * channels, (row + 1) * channels);
        }

        private void backpropagate(int group, boolean wantsInput) {
            float[] x = input.value().values();
            float[] g = output.gradient().values();
            int plane = input.value().plane();
            float centre = (float) mean[group];
            double sum = 0;
            double product = 0;
            for (int map = 0; map < mapsPerGroup; map++) {
                int at = start(group, map);
                activation.backward(output.value().values(), g, at, plane);
                sum += Rows.sum(g, at, plane);
                product += Rows.centredDot(x, centre, g, at, plane);
            }
            product -= (mean[group] - centre) * sum;
            sumGradient[group] = sum;
            sumProduct[group] = product * inverseDeviation[group];
            if (wantsInput) {
                for (int map = 0; map < mapsPerGroup; map++) {
                    backpropagate(group, start(group, map), plane);
                }
            }
        }

        private void backpropagate(int group, int at, int length) {
            double n = (double) mapsPerGroup * length;
            double slope = gamma(group) * inverseDeviation[group];
            double ofX = -slope * inverseDeviation[group] * sumProduct[group] / n;
            float a = (float) slope;
            float b = (float) ofX;
            float c = (float) (-slope * sumGradient[group] / n - ofX * mean[group]);
            float[] x = input.value().values();
            float[] g = output.gradient().values();
            float[] dx = input.gradient().values();
            for (int i = at; i < at + length; i++) {
                dx[i] = a * g[i] + (b * x[i] + c);
            }
        }

        private void addParameterGradients(int from, int to) {
            float[] gradients = parameters.gradients();
            for (int group = from; group < to; group++) {
                int channel = group % channels;
                gradients[scale.offset() + channel] += (float) sumProduct[group];
                gradients[shift.offset() + channel] += (float) sumGradient[group];
            }
        }

        private double gamma(int group) {
            return parameters.values()[scale.offset() + group % channels];
        }

        private double beta(int group) {
            return parameters.values()[shift.offset() + group % channels];
        }

        /** Where a map of a group starts. */
        private int start(int group, int map) {
            return (group + map * channels) * input.value().plane();
        }
    }
}
