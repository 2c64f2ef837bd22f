package org.asyndgan.transport.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.List;
import org.asyndgan.imaging.image.EightBit;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.schemas.AvroTensor;
import org.asyndgan.schemas.Dtype;

/**
 * Tensors as bytes.
 *
 * <p>What is lost on the way, v being an element and m the largest finite magnitude of its tensor:
 *
 * <ul>
 *   <li>{@code FLOAT32}: nothing.
 *   <li>{@code FLOAT16}: at most 2^-11 |v| + 2^-39 m, for m &lt; 2^127. The scale is the power of two that
 *       brings m into [2^14, 2^15), which leaves 28 more binary orders above the subnormal halves. NaN and
 *       infinities stay what they are.
 *   <li>{@code UINT8}: at most 1/255 for values in [-1, 1]; see {@link EightBit}. For gradients {@link GradientBytes}.
 * </ul>
 */
final class TensorCodec {

    private static final int MOST_AXES = 4;

    /** Exponent that the largest magnitude has after scaling. */
    private static final int TOP = 14;

    /** Smallest exponent that is scaled up to {@link #TOP}: 2^126 is the largest factor used. */
    private static final int FAINTEST = TOP - 126;

    private TensorCodec() {}

    static AvroTensor encode(FloatTensor tensor, Dtype dtype) {
        double scale = dtype == Dtype.FLOAT16 ? scaleOf(tensor) : 1;
        return AvroTensor.newBuilder()
                .setShape(Arrays.stream(tensor.shape()).boxed().toList())
                .setDtype(dtype)
                .setScale(scale)
                .setData(data(tensor, dtype, (float) scale))
                .build();
    }

    private static ByteBuffer data(FloatTensor tensor, Dtype dtype, float scale) {
        return switch (dtype) {
            case UINT8 -> ByteBuffer.wrap(EightBit.encode(tensor));
            case FLOAT16 -> halves(tensor, 1 / scale);
            case FLOAT32 -> floats(tensor);
        };
    }

    private static double scaleOf(FloatTensor tensor) {
        float largest = 0;
        for (int i = 0; i < tensor.size(); i++) {
            float size = Math.abs(tensor.at(i));
            largest = size > largest && size <= Float.MAX_VALUE ? size : largest;
        }
        return largest == 0 ? 1 : Math.scalb(1.0, Math.max(Math.getExponent(largest), FAINTEST) - TOP);
    }

    private static ByteBuffer halves(FloatTensor tensor, float factor) {
        short[] halves = new short[tensor.size()];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = Float16.ofFloat(tensor.at(i) * factor);
        }
        ByteBuffer bytes = littleEndian(ByteBuffer.allocate(Short.BYTES * halves.length));
        bytes.asShortBuffer().put(halves);
        return bytes;
    }

    private static ByteBuffer floats(FloatTensor tensor) {
        ByteBuffer bytes = littleEndian(ByteBuffer.allocate(Float.BYTES * tensor.size()));
        bytes.asFloatBuffer().put(tensor.buffer());
        return bytes;
    }

    /**
     * @param axes number of axes that the message has
     * @param least smallest length of the outermost axis: 0 where a message may be without images
     */
    static FloatTensor decode(AvroTensor tensor, int axes, int least) throws Refusal {
        int[] shape = shapeOf(tensor, axes, least);
        int elements = tensor.getData().remaining() / bytesPerElement(tensor.getDtype());
        return switch (tensor.getDtype()) {
            case UINT8 -> EightBit.decode(bytes(tensor), shape);
            case FLOAT16 -> FloatTensor.adopt(ofHalves(tensor, elements, scale(tensor)), shape);
            case FLOAT32 -> FloatTensor.adopt(ofFloats(tensor, elements, scale(tensor)), shape);
        };
    }

    /** The shape, which the bytes fit. */
    static int[] shapeOf(AvroTensor tensor, int axes, int least) throws Refusal {
        int[] shape = shape(tensor.getShape(), axes, least);
        requireFit(shape, tensor);
        return shape;
    }

    private static int[] shape(List<Integer> named, int axes, int least) throws Refusal {
        Refusal.unless(named.size() == axes, () -> "has a tensor of " + printed(named) + ", not of " + axes + " axes");
        int[] shape = named.stream().mapToInt(Integer::intValue).toArray();
        for (int axis = 0; axis < axes; axis++) {
            int lowest = axis == 0 ? least : 1;
            Refusal.unless(
                    shape[axis] >= lowest,
                    () -> "has a tensor of " + printed(named) + ", which has a length below " + lowest);
        }
        return shape;
    }

    private static void requireFit(int[] shape, AvroTensor tensor) throws Refusal {
        long bytes = bytesPerElement(tensor.getDtype());
        for (int length : shape) {
            // Saturates: two lengths are below 2^62 together, and no record holds more than 2^31 bytes.
            bytes = Math.min(bytes, Integer.MAX_VALUE) * length;
        }
        long needed = bytes;
        int given = tensor.getData().remaining();
        Refusal.unless(
                given == needed,
                () -> "has " + given + " bytes for a tensor of shape " + Arrays.toString(shape) + " and type "
                        + tensor.getDtype() + ", which do not fit together");
    }

    private static float scale(AvroTensor tensor) throws Refusal {
        double scale = tensor.getScale();
        float factor = (float) scale;
        Refusal.unless(
                factor > 0 && factor <= Float.MAX_VALUE,
                () -> "has a tensor with scale " + scale + ", which is not positive and finite in 32 bits");
        return factor;
    }

    private static float[] ofHalves(AvroTensor tensor, int elements, float scale) {
        short[] halves = new short[elements];
        ShortBuffer data = littleEndian(tensor.getData().duplicate()).asShortBuffer();
        data.get(halves);
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = Float16.toFloat(halves[i]) * scale;
        }
        return values;
    }

    private static float[] ofFloats(AvroTensor tensor, int elements, float scale) {
        float[] values = new float[elements];
        littleEndian(tensor.getData().duplicate()).asFloatBuffer().get(values);
        if (scale != 1) {
            for (int i = 0; i < elements; i++) {
                values[i] *= scale;
            }
        }
        return values;
    }

    private static byte[] bytes(AvroTensor tensor) {
        byte[] bytes = new byte[tensor.getData().remaining()];
        tensor.getData().duplicate().get(bytes);
        return bytes;
    }

    private static int bytesPerElement(Dtype dtype) {
        return switch (dtype) {
            case UINT8 -> 1;
            case FLOAT16 -> Short.BYTES;
            case FLOAT32 -> Float.BYTES;
        };
    }

    private static ByteBuffer littleEndian(ByteBuffer bytes) {
        return bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String printed(List<Integer> shape) {
        return shape.size() <= 2 * MOST_AXES ? "shape " + shape : shape.size() + " axes";
    }
}
