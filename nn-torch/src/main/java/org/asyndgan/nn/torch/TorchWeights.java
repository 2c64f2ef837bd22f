package org.asyndgan.nn.torch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.asyndgan.nn.backend.Weights;
import org.asyndgan.nn.kernel.Parameter;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * One network's weights on the device: a flat vector, its gradient and the moments.
 *
 * <p>Every tensor has the place it has in the network's own vector, but a convolution's lies in it as
 * libtorch wants it, [out, in, kH, kW] instead of [kH, kW, in, out]; it is turned when it crosses the
 * border.
 */
final class TorchWeights implements Weights, AutoCloseable {

    private static final int CONVOLUTION_RANK = 4;

    /** Elements of a vector that Adam takes at once on a CPU, so that they stay in its cache. */
    private static final long PIECE = 1 << 16;

    private final Library library;
    private final List<Parameter> layout;
    private final Retained retained = new Retained();
    private final Tensor values;
    private final Tensor gradients;
    private final Map<Parameter, Tensor> valueOf = new HashMap<>();
    private final Map<Parameter, Tensor> gradientOf = new HashMap<>();
    private long version;

    @SuppressWarnings("try") // the scope frees what is made in it
    TorchWeights(Library library, List<Parameter> layout, float[] initial) {
        this.library = library;
        this.layout = layout;
        library.enter();
        try (var scope = new PointerScope()) {
            this.values = retained.keep(library.zeros(initial.length));
            this.gradients = retained.keep(library.zeros(initial.length));
            for (Parameter parameter : layout) {
                valueOf.put(parameter, retained.keep(view(values, parameter)));
                gradientOf.put(parameter, retained.keep(view(gradients, parameter)));
            }
        }
        assign(initial);
        version = 0;
    }

    /** One tensor within a vector of the device, as operations take it. */
    private static Tensor view(Tensor vector, Parameter parameter) {
        Tensor part = vector.narrow(0, parameter.offset(), parameter.size());
        long[] s = shape(parameter);
        return s.length == CONVOLUTION_RANK ? part.view(s[3], s[2], s[0], s[1]) : part.view(s);
    }

    private static long[] shape(Parameter parameter) {
        return parameter.shape().stream().mapToLong(Integer::longValue).toArray();
    }

    /** The values of one tensor; a view. */
    Tensor value(Parameter parameter) {
        return valueOf.get(parameter);
    }

    /** The gradient of one tensor; a view. */
    Tensor gradient(Parameter parameter) {
        return gradientOf.get(parameter);
    }

    /** Adds to the gradient of one tensor. */
    void addGradient(Parameter parameter, Tensor term) {
        gradient(parameter).add_(term);
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public float[] values() {
        return download(values);
    }

    @Override
    public void assign(float[] from) {
        upload(from, values);
        version++;
    }

    @Override
    public float[] gradients() {
        return download(gradients);
    }

    @Override
    public void assignGradients(float[] from) {
        upload(from, gradients);
    }

    @Override
    @SuppressWarnings("try") // the scope frees what is made in it
    public void zeroGradients() {
        library.enter();
        try (var scope = new PointerScope()) {
            gradients.zero_();
        }
    }

    @SuppressWarnings("try") // the scope frees what is made in it
    private void upload(float[] from, Tensor vector) {
        library.enter();
        try (var scope = new PointerScope()) {
            Tensor own = library.upload(from, from.length);
            for (Parameter parameter : layout) {
                view(vector, parameter).copy_(asDeclared(own, parameter));
            }
        }
    }

    @SuppressWarnings("try") // the scope frees what is made in it
    private float[] download(Tensor vector) {
        library.enter();
        try (var scope = new PointerScope()) {
            Tensor own = library.empty(vector.numel());
            for (Parameter parameter : layout) {
                asDeclared(own, parameter).copy_(view(vector, parameter));
            }
            return library.download(own);
        }
    }

    /** One tensor within a vector in the network's own layout, its axes in libtorch's order; a view. */
    private static Tensor asDeclared(Tensor vector, Parameter parameter) {
        Tensor part = vector.narrow(0, parameter.offset(), parameter.size()).view(shape(parameter));
        return part.dim() == CONVOLUTION_RANK ? part.permute(3, 2, 0, 1) : part;
    }

    @Override
    public Moments moments() {
        return new TorchMoments();
    }

    @Override
    public void close() {
        retained.release();
    }

    /** Moments on the device; freed with the weights. */
    private final class TorchMoments implements Moments {

        private final Tensor first;
        private final Tensor second;
        private final List<Piece> pieces = new ArrayList<>();

        @SuppressWarnings("try") // the scope frees what is made in it
        TorchMoments() {
            library.enter();
            try (var scope = new PointerScope()) {
                long count = values.numel();
                first = retained.keep(library.zeros(count));
                second = retained.keep(library.zeros(count));
                long length = library.isOnGpu() ? Math.max(1, count) : PIECE;
                for (long from = 0; from < count; from += length) {
                    pieces.add(piece(from, Math.min(length, count - from)));
                }
            }
        }

        private Piece piece(long from, long length) {
            return new Piece(
                    retained.keep(values.narrow(0, from, length)),
                    retained.keep(gradients.narrow(0, from, length)),
                    retained.keep(first.narrow(0, from, length)),
                    retained.keep(second.narrow(0, from, length)));
        }

        @Override
        @SuppressWarnings("try") // the scope frees what is made in it
        public void descend(Descent step) {
            library.enter();
            try (var scope = new PointerScope()) {
                var keep1 = new Scalar(step.beta1());
                var keep2 = new Scalar(step.beta2());
                var take1 = new Scalar(1 - step.beta1());
                var take2 = new Scalar(1 - step.beta2());
                var epsilon = new Scalar(step.epsilon());
                var rootFactor = new Scalar(step.rootFactor());
                var minusRate = new Scalar(-step.rate());
                for (Piece piece : pieces) {
                    Tensor g = piece.gradient();
                    piece.first().mul_(keep1).add_(g, take1);
                    piece.second().mul_(keep2).addcmul_(g, g, take2);
                    Tensor root = piece.second().sqrt().mul_(rootFactor).add_(epsilon);
                    piece.value().addcdiv_(piece.first(), root, minusRate);
                }
            }
            version++;
        }

        @Override
        public float[] first() {
            return download(first);
        }

        @Override
        public float[] second() {
            return download(second);
        }

        @Override
        public void restore(float[] ofFirst, float[] ofSecond) {
            upload(ofFirst, first);
            upload(ofSecond, second);
        }
    }

    /** The same stretch of all four vectors. */
    private record Piece(Tensor value, Tensor gradient, Tensor first, Tensor second) {}
}
