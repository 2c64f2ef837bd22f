package org.asyndgan.nn.kernel;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * An array in native memory that convolutions read and write, with its copies from and to the heap.
 *
 * <p>Copies move 20 to 40 GB/s within the cache, so they cost little beside a convolution.
 */
final class NativeArray implements AutoCloseable {

    /** Stands for an array that is only measured. */
    static final NativeArray NONE = new NativeArray(null, FloatBuffer.allocate(0));

    private final INDArray array;
    private final FloatBuffer buffer;

    private NativeArray(INDArray array, FloatBuffer buffer) {
        this.array = array;
        this.buffer = buffer;
    }

    /** Zeros of this shape. */
    static NativeArray allocate(long... shape) {
        NativeLibrary.ops();
        INDArray array = Nd4j.create(DataType.FLOAT, shape);
        FloatBuffer buffer = array.data()
                .pointer()
                .asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        return new NativeArray(array, buffer);
    }

    /** The operand to hand to an operation. */
    INDArray array() {
        return array;
    }

    /** Elements from {@code offset} on, seen under another shape; shares the memory. */
    INDArray view(long offset, long... shape) {
        long length = 1;
        for (long size : shape) {
            length *= size;
        }
        return array.reshape(array.length())
                .get(NDArrayIndex.interval(offset, offset + length))
                .reshape(shape);
    }

    int size() {
        return buffer.capacity();
    }

    /** Copies {@code length} elements in. */
    void load(int position, float[] source, int from, int length) {
        buffer.put(position, source, from, length);
        if (NativeLibrary.isOnGpu()) {
            Nd4j.getAffinityManager().tagLocation(array, AffinityManager.Location.HOST);
        }
    }

    void load(float[] source) {
        ParallelFor.share(source.length, source.length, (from, to) -> load(from, source, from, to - from));
    }

    /** Copies {@code length} elements out. */
    void store(int position, float[] target, int from, int length) {
        if (NativeLibrary.isOnGpu()) {
            Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
        }
        buffer.get(position, target, from, length);
    }

    void store(float[] target) {
        ParallelFor.share(target.length, target.length, (from, to) -> store(from, target, from, to - from));
    }

    @Override
    public void close() {
        array.close();
    }
}
