package org.asyndgan.nn.torch;

import org.asyndgan.nn.layer.Stage.Wanted;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Layers without parameters that change height and width by 2. */
final class Resized {

    private static final long[] TWO = {2, 2};
    private static final long[] ONE = {1, 1};
    private static final long[] NONE = {0, 0};
    private static final int HEIGHT = 2;
    private static final int WIDTH = 3;

    private Resized() {}

    private static long[] shape(Tensor x) {
        return new long[] {x.size(0), x.size(1), x.size(HEIGHT), x.size(WIDTH)};
    }

    /**
     * The largest of each 2 × 2 square; of equal ones the first in reading order.
     *
     * <p>A gradient goes where the forward pass took from, which is compared instead of scattered:
     * libtorch's own adds atomically on a GPU.
     */
    static final class ByPooling implements Pass {

        private final Retained activations;
        private Tensor taken;

        ByPooling(Retained activations) {
            this.activations = activations;
        }

        @Override
        public Tensor forward(Tensor x, long[] sampleSeeds) {
            T_TensorTensor_T pooled = torch.max_pool2d_with_indices(x, TWO, TWO, NONE, ONE, false);
            taken = activations.keep(isTaken(pooled.get1(), x.size(HEIGHT), x.size(WIDTH)));
            return pooled.get0();
        }

        /** Whether each element of a map [H, W] is the one whose position was noted for its square. */
        private static Tensor isTaken(Tensor positions, long height, long width) {
            Tensor all = torch.arange(new Scalar(height * width), positions.options())
                    .view(height / 2, 2, width / 2, 2);
            return squares(positions).eq(all);
        }

        /** [B, C, h, w] as [B, C, h, 1, w, 1]; a view. */
        private static Tensor squares(Tensor small) {
            return small.view(small.size(0), small.size(1), small.size(HEIGHT), 1, small.size(WIDTH), 1);
        }

        @Override
        public Tensor backward(Tensor dy, Wanted wanted) {
            return squares(dy.contiguous())
                    .mul(taken)
                    .view(dy.size(0), dy.size(1), 2 * dy.size(HEIGHT), 2 * dy.size(WIDTH));
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
