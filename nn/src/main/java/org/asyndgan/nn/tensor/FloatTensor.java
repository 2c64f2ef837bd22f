package org.asyndgan.nn.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * An array of 32-bit floats in row-major order with its shape, usually [B, C, H, W].
 *
 * <p>Immutable as long as an array given to {@link #adopt} is left alone by its giver. Prints its
 * shape only: pixels and weights never reach a log.
 */
public final class FloatTensor {

    private final float[] values;
    private final int[] shape;

    private FloatTensor(float[] values, int[] shape) {
        long elements = elements(shape);
        if (values.length != elements) {
            throw new IllegalArgumentException("A tensor of shape " + Arrays.toString(shape) + " has " + elements
                    + " elements, but " + values.length + " values were given");
        }
        this.values = values;
        this.shape = shape;
    }

    /** A tensor with a copy of these values. */
    public static FloatTensor of(float[] values, int... shape) {
        return new FloatTensor(values.clone(), shape.clone());
    }

    /** A tensor that owns this array from now on: no copy, so the caller must not write to it again. */
    public static FloatTensor adopt(float[] values, int... shape) {
        return new FloatTensor(values, shape.clone());
    }

    public static FloatTensor zeros(int... shape) {
        return new FloatTensor(new float[Math.toIntExact(elements(shape))], shape.clone());
    }

    /** Number of elements of a shape; sizes must not be negative. */
    public static long elements(int... shape) {
        long product = 1;
        for (int size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException("A shape has no negative size: " + Arrays.toString(shape));
            }
            product = Math.multiplyExact(product, size);
        }
        return product;
    }

    public int rank() {
        return shape.length;
    }

    /** Size along one axis, counted from 0. */
    public int dim(int axis) {
        return shape[axis];
    }

    public int[] shape() {
        return shape.clone();
    }

    public int size() {
        return values.length;
    }

    /** The element at a row-major position. */
    public float at(int position) {
        return values[position];
    }

    /** A read-only view, row-major; position 0, limit {@link #size()}. */
    public FloatBuffer buffer() {
        return FloatBuffer.wrap(values).asReadOnlyBuffer();
    }

    /** A copy of the values, row-major. */
    public float[] toArray() {
        return values.clone();
    }

    /** Copies {@code length} values from a row-major position on into an array. */
    public void copyTo(int position, float[] target, int targetPosition, int length) {
        System.arraycopy(values, position, target, targetPosition, length);
    }

    public FloatTensor reshape(int... newShape) {
        return new FloatTensor(values, newShape.clone());
    }

    /** Rows {@code from} (inclusive) to {@code to} (exclusive) of axis 0. */
    public FloatTensor rows(int from, int to) {
        int row = shape[0] == 0 ? 0 : values.length / shape[0];
        int[] part = shape.clone();
        part[0] = to - from;
        return new FloatTensor(Arrays.copyOfRange(values, from * row, to * row), part);
    }

    /** Joins tensors along axis 0; all other axes must agree. */
    public static FloatTensor concatRows(Iterable<FloatTensor> parts) {
        int rows = 0;
        int size = 0;
        FloatTensor first = null;
        for (FloatTensor part : parts) {
            first = first == null ? part : first;
            if (!Arrays.equals(part.shape, 1, part.rank(), first.shape, 1, first.rank())) {
                throw new IllegalArgumentException(
                        "Cannot join " + part + " to " + first + " along axis 0: the other axes differ");
            }
            rows += part.shape[0];
            size += part.values.length;
        }
        if (first == null) {
            throw new IllegalArgumentException("There is no tensor to join");
        }
        float[] joined = new float[size];
        int at = 0;
        for (FloatTensor part : parts) {
            System.arraycopy(part.values, 0, joined, at, part.values.length);
            at += part.values.length;
        }
        int[] shape = first.shape.clone();
        shape[0] = rows;
        return new FloatTensor(joined, shape);
    }

    /** Joins two tensors [B, C1, …] and [B, C2, …] to [B, C1 + C2, …]. */
    public static FloatTensor concatChannels(FloatTensor a, FloatTensor b) {
        if (a.shape[0] != b.shape[0] || !Arrays.equals(a.shape, 2, a.rank(), b.shape, 2, b.rank())) {
            throw new IllegalArgumentException(
                    "Cannot join " + a + " and " + b + " along axis 1: the other axes differ");
        }
        int rows = a.shape[0];
        int sizeA = a.values.length / Math.max(1, rows);
        int sizeB = b.values.length / Math.max(1, rows);
        float[] joined = new float[a.values.length + b.values.length];
        for (int r = 0; r < rows; r++) {
            System.arraycopy(a.values, r * sizeA, joined, r * (sizeA + sizeB), sizeA);
            System.arraycopy(b.values, r * sizeB, joined, r * (sizeA + sizeB) + sizeA, sizeB);
        }
        int[] shape = a.shape.clone();
        shape[1] += b.shape[1];
        return new FloatTensor(joined, shape);
    }

    /** Channels {@code from} (inclusive) to {@code to} (exclusive) of a tensor [B, C, …]. */
    public FloatTensor channels(int from, int to) {
        int rows = shape[0];
        int plane = rows == 0 || shape[1] == 0 ? 0 : values.length / rows / shape[1];
        int width = (to - from) * plane;
        float[] part = new float[rows * width];
        for (int r = 0; r < rows; r++) {
            System.arraycopy(values, (r * shape[1] + from) * plane, part, r * width, width);
        }
        int[] partShape = shape.clone();
        partShape[1] = to - from;
        return new FloatTensor(part, partShape);
    }

    /** Every element multiplied by a factor. */
    public FloatTensor times(double factor) {
        float[] scaled = new float[values.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (values[i] * factor);
        }
        return new FloatTensor(scaled, shape);
    }

    /** Euclidean norm over all elements; infinite or NaN where an element is. */
    public double norm() {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    /** Says whether no element is NaN or infinite. */
    public boolean isFinite() {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** Equal shape and equal bits. */
    @Override
    public boolean equals(Object other) {
        return other instanceof FloatTensor that
                && Arrays.equals(shape, that.shape)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
    }

    /** The shape alone, such as {@code float32[8, 1, 64, 64]}. */
    @Override
    public String toString() {
        return "float32" + Arrays.toString(shape);
    }
}
