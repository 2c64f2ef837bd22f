package org.asyndgan.nn.layer;

import org.asyndgan.nn.kernel.FeatureMaps;
import org.asyndgan.nn.kernel.ParallelFor;
import org.asyndgan.nn.kernel.Workspace;

/**
 * y = [f(x), x̄], joined along the channels: [B, C, H, W] → [B, F + C, H/n, W/n], with x̄ the mean of each n × n square of x.
 *
 * <p>Brings a generator's mask in again after layers whose instance norm has washed it out of the maps: a light form of spatially
 * adaptive normalisation (Park et al. 2019).
 *
 * @param inner f; divides height and width by the same n, 1 or more
 */
public record JoinInput(Layer inner) implements Layer {

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
        private final int factor;

        Bound(Workspace workspace, Signal input, Stage inner) {
            this.input = input;
            this.inner = inner;
            FeatureMaps x = input.value();
            FeatureMaps f = inner.output().value();
            this.factor = x.height() / f.height();
            if (factor < 1 || f.height() * factor != x.height() || f.width() * factor != x.width()) {
                throw new IllegalArgumentException("Maps of " + x.height() + " × " + x.width()
                        + " pixels cannot be joined to some of " + f.height() + " × " + f.width()
                        + ", which must be a whole number of times smaller");
            }
            this.output = Signal.allocate(workspace, x.batch(), f.channels() + x.channels(), f.height(), f.width());
        }

        @Override
        public Signal output() {
            return output;
        }

        @Override
        public void forward(long[] sampleSeeds) {
            inner.forward(sampleSeeds);
            float[] f = inner.output().value().values();
            float[] y = output.value().values();
            int batch = output.value().batch();
            int own = f.length / batch;
            int whole = y.length / batch;
            ParallelFor.share(batch, y.length, (from, to) -> {
                for (int row = from; row < to; row++) {
                    System.arraycopy(f, row * own, y, row * whole, own);
                    pool(row, y, row * whole + own);
                }
            });
        }

        private void pool(int row, float[] y, int at) {
            float[] x = input.value().values();
            int width = input.value().width();
            int small = output.value().width();
            float share = 1f / (factor * factor);
            int lines = input.value().channels() * output.value().height();
            int start = row * input.value().channels() * input.value().plane();
            for (int i = 0; i < lines * small; i++) {
                int corner = start + i / small * factor * width + i % small * factor;
                float sum = 0;
                for (int square = 0; square < factor * factor; square++) {
                    sum += x[corner + square / factor * width + square % factor];
                }
                y[at + i] = sum * share;
            }
        }

        @Override
        public void backward(Wanted wanted) {
            float[] dy = output.gradient().values();
            float[] df = inner.output().gradient().values();
            int batch = output.value().batch();
            int own = df.length / batch;
            int whole = dy.length / batch;
            for (int row = 0; row < batch; row++) {
                System.arraycopy(dy, row * whole, df, row * own, own);
            }
            inner.backward(wanted);
            if (wanted.input()) {
                ParallelFor.share(batch, input.value().size(), (from, to) -> {
                    for (int row = from; row < to; row++) {
                        addSpread(row, dy, row * whole + own);
                    }
                });
            }
        }

        @Override
        public void addRowGradients(int row) {
            inner.addRowGradients(row);
        }

        private void addSpread(int row, float[] dy, int at) {
            float[] dx = input.gradient().values();
            int width = input.value().width();
            int small = output.value().width();
            float share = 1f / (factor * factor);
            int each = dx.length / output.value().batch();
            for (int i = 0; i < each; i++) {
                dx[row * each + i] += share * dy[at + i / width / factor * small + i % width / factor];
            }
        }
    }
}
