package org.asyndgan.nn.layer;

import org.asyndgan.nn.kernel.FeatureMaps;
import org.asyndgan.nn.kernel.ParallelFor;
import org.asyndgan.nn.kernel.Workspace;

/**
 * Four maps become one of twice the height and width: y[b, c, 2i + u, 2j + v] = x[b, 4c + 2u + v, i, j], [B, 4C, H, W] → [B, C,
 * 2H, 2W] (Shi et al. 2016, PyTorch's order).
 */
public record PixelShuffle() implements Layer {

    private static final int MAPS = 4;

    @Override
    public Stage bind(Workspace workspace, Signal input) {
        FeatureMaps x = input.value();
        if (x.channels() % MAPS != 0) {
            throw new IllegalArgumentException(
                    "Four maps become one of twice the side, so " + x + " must have a multiple of four");
        }
        return new Bound(
                input, Signal.allocate(workspace, x.batch(), x.channels() / MAPS, 2 * x.height(), 2 * x.width()));
    }

    private record Bound(Signal input, Signal output) implements Stage {

        @Override
        public void forward(long[] sampleSeeds) {
            move(input.value().values(), output.value().values(), true);
        }

        @Override
        public void backward(Wanted wanted) {
            if (wanted.input()) {
                move(input.gradient().values(), output.gradient().values(), false);
            }
        }

        @Override
        public void addRowGradients(int row) {
            // has no parameters
        }

        private void move(float[] maps, float[] shuffled, boolean forwards) {
            int plane = input.value().plane();
            int width = input.value().width();
            ParallelFor.share(input.value().planes(), maps.length, (from, to) -> {
                for (int map = from; map < to; map++) {
                    int corner = map / MAPS * MAPS * plane + map % MAPS / 2 * 2 * width + map % 2;
                    for (int p = 0; p < plane; p++) {
                        int at = corner + p / width * 4 * width + p % width * 2;
                        if (forwards) {
                            shuffled[at] = maps[map * plane + p];
                        } else {
                            maps[map * plane + p] = shuffled[at];
                        }
                    }
                }
            });
        }
    }
}
