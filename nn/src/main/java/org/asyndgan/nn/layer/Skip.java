package org.asyndgan.nn.layer;

import org.asyndgan.nn.kernel.FeatureMaps;
import org.asyndgan.nn.kernel.ParallelFor;
import org.asyndgan.nn.kernel.Workspace;

/**
 * y = [x, f(x)], joined along the channels: [B, C, H, W] → [B, C + F, H, W].
 *
 * @param inner f; keeps batch, height and width
 */
public record Skip(Layer inner) implements Layer {

    @Override
    public Stage bind(Workspace workspace, Signal input) {
        return new Bound(workspace, input, inner.bind(workspace, input));
    }

    @Override
    public boolean couplesRows() {
        return inner.couplesRows();
    }

    private static final class Bound implements Stage {

        private final Signal input;
        private final Stage inner;
        private final Signal output;

        Bound(Workspace workspace, Signal input, Stage inner) {
            this.input = input;
            this.inner = inner;
            FeatureMaps x = input.value();
            FeatureMaps f = inner.output().value();
            if (f.plane() != x.plane()) {
                throw new IllegalArgumentException("A map of " + x.height() + " × " + x.width()
                        + " pixels comes back from the level below as " + f.height() + " × " + f.width()
                        + "; height and width must be divisible by 2 at every level");
            }
            this.output = Signal.allocate(workspace, x.batch(), x.channels() + f.channels(), x.height(), x.width());
        }

        @Override
        public Signal output() {
            return output;
        }

        @Override
        public void forward(long[] sampleSeeds) {
            inner.forward(sampleSeeds);
            float[] x = input.value().values();
            float[] f = inner.output().value().values();
            float[] y = output.value().values();
            int own = x.length / input.value().batch();
            int below = f.length / input.value().batch();
            ParallelFor.share(input.value().batch(), y.length, (from, to) -> {
                for (int row = from; row < to; row++) {
                    System.arraycopy(x, row * own, y, row * (own + below), own);
                    System.arraycopy(f, row * below, y, row * (own + below) + own, below);
                }
            });
        }

        @Override
        public void backward(Wanted wanted) {
            float[] dy = output.gradient().values();
            float[] df = inner.output().gradient().values();
            float[] dx = input.gradient().values();
            int batch = input.value().batch();
            int own = dx.length / batch;
            int below = df.length / batch;
            for (int row = 0; row < batch; row++) {
                System.arraycopy(dy, row * (own + below) + own, df, row * below, below);
            }
            inner.backward(wanted);
            if (wanted.input()) {
                ParallelFor.share(batch, dx.length, (from, to) -> {
                    for (int row = from; row < to; row++) {
                        add(dy, row * (own + below), dx, row * own, own);
                    }
                });
            }
        }

        @Override
        public void addRowGradients(int row) {
            inner.addRowGradients(row);
        }

        private static void add(float[] terms, int from, float[] sums, int at, int length) {
            int shift = from - at;
            for (int i = at; i < at + length; i++) {
                sums[i] += terms[i + shift];
            }
        }
    }
}
