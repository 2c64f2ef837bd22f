package org.asyndgan.nn.layer;

import org.asyndgan.nn.kernel.FeatureMaps;
import org.asyndgan.nn.kernel.Workspace;

/**
 * y = [f(a), b] for x = [a, b]: the last maps pass by what is done to the others, repeated in squares where f enlarges: [B, C + N, H,
 * W] → [B, F + N, n · H, n · W].
 *
 * @param inner f; keeps height and width or multiplies them by the same whole number
 * @param passing N, maps that pass by
 */
public record Beside(Layer inner, int passing) implements Layer {

    @Override
    public Stage bind(Workspace workspace, Signal input) {
        FeatureMaps x = input.value();
        var own = Signal.allocate(workspace, x.batch(), x.channels() - passing, x.height(), x.width());
        return new Bound(workspace, input, own, inner.bind(workspace, own), passing);
    }

    @Override
    public boolean couplesRows() {
        return inner.couplesRows();
    }

    private static final class Bound implements Stage {

        private final Signal input;
        private final Signal own;
        private final Stage inner;
        private final Signal output;
        private final int factor;

        Bound(Workspace workspace, Signal input, Signal own, Stage inner, int passing) {
            this.input = input;
            this.own = own;
            this.inner = inner;
            FeatureMaps f = inner.output().value();
            this.factor = f.height() / input.value().height();
            this.output = Signal.allocate(workspace, f.batch(), f.channels() + passing, f.height(), f.width());
        }

        @Override
        public Signal output() {
            return output;
        }

        @Override
        public void forward(long[] sampleSeeds) {
            float[] x = input.value().values();
            int taken = own.value().size() / batch();
            int given = input.value().size() / batch();
            for (int row = 0; row < batch(); row++) {
                System.arraycopy(x, row * given, own.value().values(), row * taken, taken);
            }
            inner.forward(sampleSeeds);
            float[] y = output.value().values();
            float[] f = inner.output().value().values();
            int made = f.length / batch();
            int whole = y.length / batch();
            for (int row = 0; row < batch(); row++) {
                System.arraycopy(f, row * made, y, row * whole, made);
                for (int i = 0; i < whole - made; i++) {
                    y[row * whole + made + i] = x[row * given + taken + source(i)];
                }
            }
        }

        @Override
        public void backward(Wanted wanted) {
            float[] dy = output.gradient().values();
            float[] df = inner.output().gradient().values();
            float[] dx = input.gradient().values();
            int made = df.length / batch();
            int whole = dy.length / batch();
            int taken = own.value().size() / batch();
            int given = input.value().size() / batch();
            for (int row = 0; row < batch(); row++) {
                System.arraycopy(dy, row * whole, df, row * made, made);
            }
            inner.backward(wanted);
            if (!wanted.input()) {
                return;
            }
            for (int row = 0; row < batch(); row++) {
                System.arraycopy(own.gradient().values(), row * taken, dx, row * given, taken);
                for (int i = taken; i < given; i++) {
                    dx[row * given + i] = 0;
                }
                for (int i = 0; i < whole - made; i++) {
                    dx[row * given + taken + source(i)] += dy[row * whole + made + i];
                }
            }
        }

        @Override
        public void addRowGradients(int row) {
            inner.addRowGradients(row);
        }

        /** The element of a row's passing maps that element i of them in the output repeats. */
        private int source(int i) {
            int wide = output.value().width();
            int width = input.value().width();
            return i / wide / factor * width + i % wide / factor;
        }

        private int batch() {
            return input.value().batch();
        }
    }
}
