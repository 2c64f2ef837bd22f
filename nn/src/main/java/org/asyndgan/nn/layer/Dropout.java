package org.asyndgan.nn.layer;

import org.asyndgan.nn.kernel.CounterRandom;
import org.asyndgan.nn.kernel.FeatureMaps;
import org.asyndgan.nn.kernel.ParallelFor;
import org.asyndgan.nn.kernel.Workspace;

/**
 * Sets elements to 0 with probability p and multiplies the others by 1 / (1 − p) (Srivastava et al.
 * 2014), in the memory of its input.
 *
 * <p>Whether element i of a sample stays depends on the sample's seed, this layer's number and i
 * alone: the same in whatever batch, order or number of threads the sample is evaluated.
 *
 * @param rate p in [0, 1), a multiple of 2⁻¹⁶ after rounding
 * @param number of this layer, distinct within its network
 */
public record Dropout(double rate, int number) implements Layer {

    private static final int LANES = 4;
    private static final int LANE_BITS = 16;
    private static final int LANE = (1 << LANE_BITS) - 1;

    public Dropout {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("A dropout rate of " + rate + " is not in [0, 1)");
        }
    }

    /**
     * What the elements of a batch are multiplied by, for backends that do so themselves.
     *
     * @param sampleSeeds one a row
     * @param factors [B, C, H, W]
     */
    public void draw(long[] sampleSeeds, int channels, int plane, float[] factors) {
        ParallelFor.share(sampleSeeds.length * channels, 8L * factors.length, (from, to) -> {
            for (int p = from; p < to; p++) {
                draw(sampleSeeds[p / channels], p % channels * plane, plane, factors, p * plane);
            }
        });
    }

    /**
     * The factors of elements {@code first} to {@code first + length} of one sample.
     *
     * <p>Four elements from each 64 random bits: an element stays if its 16 bits reach p · 2¹⁶.
     */
    private void draw(long sampleSeed, int first, int length, float[] factors, int at) {
        var random = new CounterRandom(sampleSeed, number);
        int threshold = (int) Math.round(rate * (LANE + 1));
        float kept = (float) (1 / (1 - rate));
        long bits = 0;
        for (int i = 0; i < length; i++) {
            int position = first + i;
            if (i == 0 || position % LANES == 0) {
                bits = random.bits(position / LANES);
            }
            int lane = (int) (bits >>> (position % LANES * LANE_BITS)) & LANE;
            factors[at + i] = lane >= threshold ? kept : 0;
        }
    }

    @Override
    public Stage bind(Workspace workspace, Signal input) {
        return new Bound(workspace, input);
    }

    private final class Bound implements Stage {

        private final Signal output;
        private final FeatureMaps mask;
        private boolean active;

        Bound(Workspace workspace, Signal input) {
            this.output = input;
            this.mask = workspace.like(input.value());
        }

        @Override
        public Signal output() {
            return output;
        }

        @Override
        public void forward(long[] sampleSeeds) {
            active = sampleSeeds.length > 0;
            if (active) {
                FeatureMaps y = output.value();
                ParallelFor.share(y.planes(), 8L * y.size(), (from, to) -> {
                    for (int p = from; p < to; p++) {
                        draw(
                                sampleSeeds[p / y.channels()],
                                p % y.channels() * y.plane(),
                                y.plane(),
                                mask.values(),
                                p * y.plane());
                        multiply(y.values(), p * y.plane(), y.plane());
                    }
                });
            }
        }

        @Override
        public void backward(Wanted wanted) {
            if (active) {
                float[] gradient = output.gradient().values();
                ParallelFor.share(gradient.length, gradient.length, (from, to) -> multiply(gradient, from, to - from));
            }
        }

        @Override
        public void addRowGradients(int row) {
            // has no parameters
        }

        private void multiply(float[] values, int at, int length) {
            float[] factors = mask.values();
            for (int i = at; i < at + length; i++) {
                values[i] *= factors[i];
            }
        }
    }
}
