package org.asyndgan.nn.torch;

import org.asyndgan.nn.layer.Stage.Wanted;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Layers without parameters that change height and width by 2. */
final class Resized {

    private static final int HEIGHT = 2;
    private static final int WIDTH = 3;

    private Resized() {}

    private static long[] shape(Tensor x) {
        return new long[] {x.size(0), x.size(1), x.size(HEIGHT), x.size(WIDTH)};
    }

    /**
     * The largest of each 2 × 2 square; of equal ones the first in reading order.
     *
     * <p>By comparing the four corners of all squares: libtorch's own pooling scatters gradients, which adds
     * atomically on a GPU, and takes twice as long on a CPU.
     */
    static final class ByPooling implements Pass {

        private static final int CORNERS = 4;

        private final Retained activations;
        private Tensor x;
        private Tensor y;

        ByPooling(Retained activations) {
            this.activations = activations;
        }

        @Override
        public Tensor forward(Tensor input, long[] sampleSeeds) {
            x = activations.keep(input.contiguous());
            Tensor upper = torch.maximum(corner(x, 0), corner(x, 1));
            y = activations.keep(torch.maximum(upper, torch.maximum(corner(x, 2), corner(x, 3))));
            return y;
        }

        /** One corner of every square, in reading order, [B, C, H/2, W/2]; a view. */
        private static Tensor corner(Tensor maps, int number) {
            return maps.view(maps.size(0), maps.size(1), maps.size(HEIGHT) / 2, 2, maps.size(WIDTH) / 2, 2)
                    .select(5, number % 2)
                    .select(3, number / 2);
        }

        @Override
        public Tensor backward(Tensor dy, Wanted wanted) {
            Tensor dx = torch.empty_like(x);
            Tensor found = corner(x, 0).eq(y);
            corner(dx, 0).copy_(dy.mul(found));
            for (int number = 1; number < CORNERS; number++) {
                Tensor taken = corner(x, number).eq(y).logical_and_(found.logical_not());
                corner(dx, number).copy_(dy.mul(taken));
                found = found.logical_or(taken);
            }
            return dx;
        }
    }

    /** Each element repeated as a 2 × 2 square. */
    record ByRepeating() implements Pass {

        @Override
        public Tensor forward(Tensor x, long[] sampleSeeds) {
            return torch.upsample_nearest2d(x, 2 * x.size(HEIGHT), 2 * x.size(WIDTH));
        }

        @Override
        public Tensor backward(Tensor dy, Wanted wanted) {
            long[] large = {dy.size(HEIGHT), dy.size(WIDTH)};
            long[] small = shape(dy);
            small[HEIGHT] /= 2;
            small[WIDTH] /= 2;
            return torch.upsample_nearest2d_backward(dy, large, small);
        }
    }

    /** Four maps become one of twice the height and width. */
    record ByShuffling() implements Pass {

        @Override
        public Tensor forward(Tensor x, long[] sampleSeeds) {
            return torch.pixel_shuffle(x, 2);
        }

        @Override
        public Tensor backward(Tensor dy, Wanted wanted) {
            return torch.pixel_unshuffle(dy, 2);
        }
    }
}
