package org.asyndgan.nn.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All parameters of one network in one flat vector, their gradient beside it, and the native copy of
 * the values that convolutions read.
 *
 * <p>Layers declare their tensors first; {@link #initialize} then fixes the vector. The values live
 * on the heap; the native copy follows on the next {@link #publish()} after {@link #changed()}.
 * A backend that keeps the values elsewhere takes the declarations and what {@link #draw} gives, and
 * never calls {@code initialize}.
 */
public final class ParameterVector implements AutoCloseable {

    private final List<Parameter> tensors = new ArrayList<>();
    private final List<Initializer> initializers = new ArrayList<>();
    private int count;
    private float[] values = {};
    private float[] gradients = {};
    private NativeArray mirror;
    private NativeArray gradientStaging;
    private float[] gradientScratch = {};
    private long version;
    private long published = -1;

    /** Adds a tensor at the end. */
    public Parameter declare(String name, Initializer initializer, Integer... shape) {
        var parameter = new Parameter(name, count, List.of(shape));
        tensors.add(parameter);
        initializers.add(initializer);
        count = parameter.end();
        return parameter;
    }

    /** Allocates the vector and draws every tensor from its own stream of the seed. */
    public void initialize(long seed) {
        values = draw(seed);
        gradients = new float[count];
        mirror = NativeArray.allocate(count);
        gradientStaging = NativeArray.allocate(largest());
        gradientScratch = new float[largest()];
    }

    /** What the vector is before training: every tensor from its own stream of the seed. */
    public float[] draw(long seed) {
        float[] drawn = new float[count];
        for (int i = 0; i < tensors.size(); i++) {
            fill(drawn, tensors.get(i), initializers.get(i), new CounterRandom(seed, i));
        }
        return drawn;
    }

    private static void fill(float[] drawn, Parameter tensor, Initializer initializer, CounterRandom random) {
        // One normal number costs as much as some hundred vectorised multiplications.
        ParallelFor.share(tensor.size(), 100L * tensor.size(), (from, to) -> {
            for (int i = from; i < to; i++) {
                drawn[tensor.offset() + i] = (float) initializer.at(random, i);
            }
        });
    }

    /** Number of parameters. */
    public int count() {
        return count;
    }

    /** Elements of the largest tensor, for which there is room to hand its gradient over. */
    public int largest() {
        return tensors.stream().mapToInt(Parameter::size).max().orElse(1);
    }

    public List<Parameter> tensors() {
        return List.copyOf(tensors);
    }

    /** The values themselves; call {@link #changed()} after writing to them. */
    public float[] values() {
        return values;
    }

    /** The gradient itself. */
    public float[] gradients() {
        return gradients;
    }

    /** Rises with every change of the values. */
    public long version() {
        return version;
    }

    /** Says that the values were written to. */
    public void changed() {
        version++;
    }

    /** Copies the values to where convolutions read them, if they have changed. */
    public void publish() {
        if (published != version) {
            mirror.load(values);
            published = version;
        }
    }

    /** The native copy of one tensor. */
    INDArray nativeValue(Parameter tensor) {
        return mirror.view(tensor.offset(), tensor.dimensions());
    }

    /** Where an operation leaves the gradient of one tensor; shared by all tensors. */
    INDArray nativeGradient(Parameter tensor) {
        return gradientStaging.view(0, tensor.dimensions());
    }

    /** The same memory, under another shape of as many elements. */
    INDArray nativeGradient(Parameter tensor, long... shape) {
        return nativeGradient(tensor).reshape(shape);
    }

    /** Adds what an operation left in {@link #nativeGradient} to the gradient. */
    void collectGradient(Parameter tensor) {
        ParallelFor.share(tensor.size(), tensor.size(), (from, to) -> {
            gradientStaging.store(from, gradientScratch, from, to - from);
            int offset = tensor.offset();
            for (int i = from; i < to; i++) {
                gradients[offset + i] += gradientScratch[i];
            }
        });
    }

    public void zeroGradients() {
        Arrays.fill(gradients, 0);
    }

    @Override
    public void close() {
        if (mirror != null) {
            mirror.close();
            gradientStaging.close();
        }
    }
}
