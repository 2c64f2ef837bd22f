package org.asyndgan.nn.torch;

import java.util.List;
import org.asyndgan.nn.layer.Stage.Wanted;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Layers made of layers. */
final class Joined {

    private static final int CHANNELS = 1;
    private static final int HEIGHT = 2;
    private static final int WIDTH = 3;

    private Joined() {}

    private static Tensor join(Tensor first, Tensor second) {
        return torch.cat(new TensorVector(first, second), CHANNELS);
    }

    /** Each pixel as a square, as large as makes the maps this high and wide. */
    private static Tensor repeat(Tensor x, long height, long width) {
        return x.size(HEIGHT) == height ? x : torch.upsample_nearest2d(x, height, width);
    }

    /** The sum of each square of so many pixels a side. */
    private static Tensor sumOfSquares(Tensor x, long side) {
        if (side == 1) {
            return x;
        }
        return x.contiguous()
                .view(x.size(0), x.size(CHANNELS), x.size(HEIGHT) / side, side, x.size(WIDTH) / side, side)
                .sum(3, 5);
    }

    /** y = fₙ(… f₂(f₁(x))). */
    record OfChain(List<Pass> passes) implements Pass {

        @Override
        public Tensor forward(Tensor x, long[] sampleSeeds) {
            Tensor y = x;
            for (Pass pass : passes) {
                y = pass.forward(y, sampleSeeds);
            }
            return y;
        }

        @Override
        public Tensor backward(Tensor dy, Wanted wanted) {
            Tensor gradient = dy;
            for (int i = passes.size() - 1; i > 0; i--) {
                gradient = passes.get(i).backward(gradient, wanted.further());
            }
            return passes.get(0).backward(gradient, wanted);
        }
    }

    /** y = x + f(x). */
    record OfResidual(Pass inner) implements Pass {

        @Override
        public Tensor forward(Tensor x, long[] sampleSeeds) {
            return inner.forward(x, sampleSeeds).add(x);
        }

        @Override
        public Tensor backward(Tensor dy, Wanted wanted) {
            Tensor dx = inner.backward(dy, wanted);
            return wanted.input() ? dx.add(dy) : dx;
        }
    }

    /** y = [x, f(x)]. */
    static final class OfSkip implements Pass {

        private final Pass inner;
        private long own;

        OfSkip(Pass inner) {
            this.inner = inner;
        }

        @Override
        public Tensor forward(Tensor x, long[] sampleSeeds) {
            own = x.size(CHANNELS);
            return join(x, inner.forward(x, sampleSeeds));
        }

        @Override
        public Tensor backward(Tensor dy, Wanted wanted) {
            Tensor dx = inner.backward(dy.narrow(CHANNELS, own, dy.size(CHANNELS) - own), wanted);
            return wanted.input() ? dx.add(dy.narrow(CHANNELS, 0, own)) : dx;
        }
    }

    /** y = [f(x), x̄], with x̄ the mean of each n × n square of x. */
    static final class OfInput implements Pass {

        private final Pass inner;
        private long made;
        private long factor;

        OfInput(Pass inner) {
            this.inner = inner;
        }

        @Override
        public Tensor forward(Tensor x, long[] sampleSeeds) {
            Tensor f = inner.forward(x, sampleSeeds);
            made = f.size(CHANNELS);
            factor = x.size(HEIGHT) / f.size(HEIGHT);
            return join(f, factor == 1 ? x : sumOfSquares(x, factor).mul_(share()));
        }

        @Override
        public Tensor backward(Tensor dy, Wanted wanted) {
            Tensor dx = inner.backward(dy.narrow(CHANNELS, 0, made), wanted);
            if (!wanted.input()) {
                return dx;
            }
            Tensor ofMean = dy.narrow(CHANNELS, made, dy.size(CHANNELS) - made).mul(share());
            return dx.add(repeat(ofMean, factor * dy.size(HEIGHT), factor * dy.size(WIDTH)));
        }

        private Scalar share() {
            return new Scalar(1.0 / (factor * factor));
        }
    }

    /** y = [f(a), b] for x = [a, b], b repeated in squares where f enlarges. */
    static final class OfPassing implements Pass {

        private final Pass inner;
        private final long passing;
        private long factor;

        OfPassing(Pass inner, long passing) {
            this.inner = inner;
            this.passing = passing;
        }

        @Override
        public Tensor forward(Tensor x, long[] sampleSeeds) {
            long own = x.size(CHANNELS) - passing;
            Tensor f = inner.forward(x.narrow(CHANNELS, 0, own).contiguous(), sampleSeeds);
            factor = f.size(HEIGHT) / x.size(HEIGHT);
            return join(f, repeat(x.narrow(CHANNELS, own, passing), f.size(HEIGHT), f.size(WIDTH)));
        }

        @Override
        public Tensor backward(Tensor dy, Wanted wanted) {
            long made = dy.size(CHANNELS) - passing;
            Tensor da = inner.backward(dy.narrow(CHANNELS, 0, made), wanted);
            return wanted.input() ? join(da, sumOfSquares(dy.narrow(CHANNELS, made, passing), factor)) : da;
        }
    }
}
