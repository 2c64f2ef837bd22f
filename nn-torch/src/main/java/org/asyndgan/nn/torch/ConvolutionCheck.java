package org.asyndgan.nn.torch;

import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Whether libtorch's convolutions are right on this CPU: in float32, which oneDNN computes, against float64, which it does not.
 *
 * <p>oneDNN 3.7.1 gives wrong input gradients on some processors. On an AMD EPYC of family 26 (AVX-512) in a virtual machine a
 * quarter of 2,400 shapes lacked a tap of the kernel, with one thread and with two, and with its AVX2 code too; outputs and weight
 * gradients were right. Without oneDNN all of them are.
 */
final class ConvolutionCheck {

    private static final double MOST_ERROR = 1e-3;
    private static final int[] KERNELS = {3, 4, 7};
    private static final int[] STRIDES = {1, 2};
    private static final int[] CHANNELS = {1, 3, 8, 16};
    private static final int[] SIDES = {8, 16, 31};
    private static final int BATCH = 2;
    private static final long[] ONE = {1, 1};
    private static final long[] NONE = {0, 0};

    private static boolean isSettled;

    private ConvolutionCheck() {}

    /** Once a process: leaves oneDNN and NNPACK out where they are wrong. */
    static synchronized void settle(Context context) {
        if (!isSettled) {
            // NNPACK knows fewer processors than oneDNN, and tells so with every convolution.
            context.setUserEnabledNNPACK(false);
            boolean isRight = passes();
            context.setUserEnabledMkldnn(isRight);
            context.setUserEnabledNNPACK(isRight);
            isSettled = true;
        }
    }

    /** Some 70 small convolutions of the kinds that the networks have, a few milliseconds. */
    @SuppressWarnings("try") // the scope frees what is made in it
    private static boolean passes() {
        try (var scope = new PointerScope()) {
            for (int kernel : KERNELS) {
                for (int stride : STRIDES) {
                    for (int channels : CHANNELS) {
                        for (int side : SIDES) {
                            if (!isRight(kernel, stride, channels, side)) {
                                return false;
                            }
                        }
                    }
                }
            }
        }
        return true;
    }

    @SuppressWarnings("try") // likewise
    private static boolean isRight(int kernel, int stride, int channels, int side) {
        try (var scope = new PointerScope()) {
            Tensor x = wave(BATCH, channels, side, side);
            Tensor w = wave(channels, channels, kernel, kernel);
            long[] strides = {stride, stride};
            Tensor y = torch.convolution(x, w, new TensorOptional(), strides, ONE, ONE, false, NONE, 1);
            Tensor dy = wave(y.size(0), y.size(1), y.size(2), y.size(3));
            var single = gradients(dy, x, w, strides);
            ScalarType exact = ScalarType.Double;
            var twice = gradients(dy.to(exact), x.to(exact), w.to(exact), strides);
            return isClose(single.get0(), twice.get0()) && isClose(single.get1(), twice.get1());
        }
    }

    private static T_TensorTensorTensor_T gradients(Tensor dy, Tensor x, Tensor w, long... strides) {
        var wanted = new BoolPointer(3);
        wanted.put(0, true).put(1, true).put(2, false);
        long[] biases = {dy.size(1)};
        return torch.convolution_backward(dy, x, w, biases, strides, ONE, ONE, false, NONE, 1, wanted);
    }

    /** Numbers in [-1, 1] that look unrelated, without libtorch's generator. */
    private static Tensor wave(long... shape) {
        long size = 1;
        for (long length : shape) {
            size *= length;
        }
        return torch.arange(new Scalar(size), new TensorOptions(ScalarType.Float))
                .mul(new Scalar(1.7))
                .sin()
                .view(shape);
    }

    /** Not a number is not close. */
    private static boolean isClose(Tensor actual, Tensor expected) {
        double error = actual.to(ScalarType.Double).sub(expected).norm().item_double();
        return error <= MOST_ERROR * expected.norm().item_double();
    }
}
