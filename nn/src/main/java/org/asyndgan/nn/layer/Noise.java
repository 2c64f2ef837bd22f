package org.asyndgan.nn.layer;

import java.util.Arrays;
import org.asyndgan.nn.kernel.CounterRandom;
import org.asyndgan.nn.kernel.FeatureMaps;
import org.asyndgan.nn.kernel.Workspace;

/**
 * Joins maps of standard normal noise to its input: [B, C, H, W] → [B, C + Z, H, W].
 *
 * <p>The noise of a sample depends on its seed and this layer's number alone. Without seeds it is 0, the mean.
 *
 * @param maps Z, at least 1
 * @param number of this layer, distinct within its network
 */
public record Noise(int maps, int number) implements Layer {

    public Noise {
        if (maps < 1) {
            throw new IllegalArgumentException("A noise layer needs at least 1 map, not " + maps);
        }
    }

    /**
     * Writes the noise of one sample, [Z, H, W].
     *
     * @param length Z · H · W
     */
    public void draw(long sampleSeed, int length, float[] target, int at) {
        var random = new CounterRandom(sampleSeed, number);
        for (int i = 0; i < length; i++) {
            target[at + i] = (float) random.gaussian(i);
        }
    }

    @Override
    public Stage bind(Workspace workspace, Signal input) {
        return new Bound(workspace, input);
    }

    private final class Bound implements Stage {

        private final Signal input;
        private final Signal output;

        Bound(Workspace workspace, Signal input) {
            this.input = input;
            FeatureMaps x = input.value();
            this.output = Signal.allocate(workspace, x.batch(), x.channels() + maps, x.height(), x.width());
        }

        @Override
        public Signal output() {
            return output;
        }

        @Override
        public void forward(long[] sampleSeeds) {
            FeatureMaps x = input.value();
            FeatureMaps y = output.value();
            int given = x.channels() * x.plane();
            int drawn = maps * x.plane();
            for (int row = 0; row < x.batch(); row++) {
                int at = row * (given + drawn);
                System.arraycopy(x.values(), row * given, y.values(), at, given);
                if (sampleSeeds.length == 0) {
                    Arrays.fill(y.values(), at + given, at + given + drawn, 0);
                } else {
                    draw(sampleSeeds[row], drawn, y.values(), at + given);
                }
            }
        }

        @Override
        public void backward(Wanted wanted) {
            FeatureMaps dx = input.gradient();
            int given = dx.channels() * dx.plane();
            int drawn = maps * dx.plane();
            for (int row = 0; row < dx.batch(); row++) {
                System.arraycopy(output.gradient().values(), row * (given + drawn), dx.values(), row * given, given);
            }
        }

        @Override
        public void addRowGradients(int row) {
            // has no parameters
        }
    }
}
