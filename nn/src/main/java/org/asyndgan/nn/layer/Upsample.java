package org.asyndgan.nn.layer;

import org.asyndgan.nn.kernel.FeatureMaps;
import org.asyndgan.nn.kernel.ParallelFor;
import org.asyndgan.nn.kernel.Workspace;

/** Each element repeated as a 2 × 2 square (nearest neighbour): [B, C, H, W] → [B, C, 2H, 2W]. */
public record Upsample() implements Layer {

    @Override
    public Stage bind(Workspace workspace, Signal input) {
        FeatureMaps x = input.value();
        return new Bound(input, Signal.allocate(workspace, x.batch(), x.channels(), 2 * x.height(), 2 * x.width()));
    }

    private record Bound(Signal input, Signal output) implements Stage {

        @Override
        public void forward(long[] sampleSeeds) {
            float[] x = input.value().values();
            float[] y = output.value().values();
            int width = input.value().width();
            ParallelFor.share(input.value().planes() * input.value().height(), y.length, (from, to) -> {
                for (int line = from; line < to; line++) {
                    int at = 4 * line * width;
                    for (int i = 0; i < width; i++) {
                        float value = x[line * width + i];
                        y[at + 2 * i] = value;
                        y[at + 2 * i + 1] = value;
                    }
                    System.arraycopy(y, at, y, at + 2 * width, 2 * width);
                }
            });
        }

        /** ∂L/∂x is the sum over the square. */
        @Override
        public void backward(Wanted wanted) {
            if (!wanted.input()) {
                return;
            }
            float[] dy = output.gradient().values();
            float[] dx = input.gradient().values();
            int width = input.value().width();
            ParallelFor.share(input.value().planes() * input.value().height(), dy.length, (from, to) -> {
                for (int line = from; line < to; line++) {
                    int at = 4 * line * width;
                    for (int i = 0; i < width; i++) {
                        int left = at + 2 * i;
                        dx[line * width + i] =
                                (dy[left] + dy[left + 1]) + (dy[left + 2 * width] + dy[left + 2 * width + 1]);
                    }
                }
            });
        }

        @Override
        public void addRowGradients(int row) {
            // has no parameters
        }
    }
}
