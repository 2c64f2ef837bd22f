package org.asyndgan.nn.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The image mirrored at its outermost pixels, p deep on each side, and the adjoint.
 *
 * <p>The adjoint is made of slices that are added up: libtorch's own adds atomically on a GPU, so in no
 * certain order.
 *
 * @param depth p, smaller than height and width
 */
record Reflection(int depth) {

    private static final int ROWS = 2;
    private static final int COLUMNS = 3;

    Tensor pad(Tensor x) {
        return torch.reflection_pad2d(x, depth, depth, depth, depth);
    }

    /** [B, C, H + 2p, W + 2p] to [B, C, H, W]. */
    Tensor fold(Tensor padded) {
        return fold(fold(padded, ROWS), COLUMNS).contiguous();
    }

    private Tensor fold(Tensor padded, int axis) {
        long size = padded.size(axis) - 2L * depth;
        Tensor middle = padded.narrow(axis, depth, size);
        Tensor sum = axis == ROWS ? middle.contiguous() : middle;
        // Lines 1 … p of the middle were mirrored before it, lines size - 1 - p … size - 2 after it.
        sum.narrow(axis, 1, depth).add_(padded.narrow(axis, 0, depth).flip(axis));
        sum.narrow(axis, size - 1 - depth, depth)
                .add_(padded.narrow(axis, size + depth, depth).flip(axis));
        return sum;
    }
}
