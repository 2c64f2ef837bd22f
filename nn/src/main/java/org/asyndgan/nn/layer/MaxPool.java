package org.asyndgan.nn.layer;

import java.util.Arrays;
import org.asyndgan.nn.kernel.FeatureMaps;
import org.asyndgan.nn.kernel.ParallelFor;
import org.asyndgan.nn.kernel.Workspace;

/**
 * The largest of each 2 × 2 square: [B, C, H, W] → [B, C, H/2, W/2]; of equal ones the first in
 * reading order gets the gradient, as in PyTorch.
 */
public record MaxPool() implements Layer {

    @Override
    public Stage bind(Workspace workspace, Signal input) {
        return new Bound(workspace, input);
    }

    private static final class Bound implements Stage {

        private final Signal input;
        private final Signal output;
        private final int[] chosen;

        Bound(Workspace workspace, Signal input) {
            this.input = input;
            FeatureMaps x = input.value();
            if (x.height() % 2 != 0 || x.width() % 2 != 0) {
                throw new IllegalArgumentException("A map of " + x.height() + " × " + x.width()
                        + " pixels cannot be halved; height and width must be divisible by 2 at every level");
            }
            this.output = Signal.allocate(workspace, x.batch(), x.channels(), x.height() / 2, x.width() / 2);
            this.chosen = new int[output.value().size()];
        }

        @Override
        public Signal output() {
            return output;
        }

        @Override
        public void forward(long[] sampleSeeds) {
            FeatureMaps y = output.value();
            ParallelFor.share(y.planes() * y.height(), 8L * y.size(), (from, to) -> {
                for (int line = from; line < to; line++) {
                    choose(line);
                }
            });
        }

        /** Line n of all output lines lies below lines 2n and 2n + 1 of all input lines. */
        private void choose(int line) {
            float[] x = input.value().values();
            float[] y = output.value().values();
            int width = input.value().width();
            for (int i = 0; i < width / 2; i++) {
                int best = 2 * line * width + 2 * i;
                int topLeft = best;
                best = x[topLeft + 1] > x[best] ? topLeft + 1 : best;
                best = x[topLeft + width] > x[best] ? topLeft + width : best;
                best = x[topLeft + width + 1] > x[best] ? topLeft + width + 1 : best;
                int to = line * (width / 2) + i;
                chosen[to] = best;
                y[to] = x[best];
            }
        }

        @Override
        public void backward(Wanted wanted) {
            if (!wanted.input()) {
                return;
            }
            float[] dy = output.gradient().values();
            float[] dx = input.gradient().values();
            int maps = output.value().planes();
            int small = output.value().plane();
            ParallelFor.share(maps, 4L * dx.length, (from, to) -> {
                Arrays.fill(dx, from * 4 * small, to * 4 * small, 0);
                for (int i = from * small; i < to * small; i++) {
                    dx[chosen[i]] = dy[i];
                }
            });
        }

        @Override
        public void addRowGradients(int row) {
            // has no parameters
        }
    }
}
