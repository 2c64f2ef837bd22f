package org.asyndgan.nn.network;

import java.util.List;
import java.util.Optional;

/**
 * All parameters of one network as one flat vector, and the gradient beside it.
 *
 * <p>The order of the elements is fixed by the network's settings, so a vector taken from one network
 * fits any other of the same settings.
 */
public interface Parameters {

    /** Number of parameters. */
    int count();

    /** A copy of the values, in the order of {@link #layout()}. */
    float[] values();

    /** Replaces all values. */
    void assign(float[] values);

    /** A copy of the gradient accumulated since {@link #zeroGradients()}. */
    float[] gradients();

    /** Replaces the gradient, in the order of {@link #layout()}. */
    void assignGradients(float[] gradients);

    void zeroGradients();

    /** Names and shapes of the tensors that make up the vector, in order. */
    List<ParameterTensor> layout();

    /**
     * The tensor where NaN or infinite numbers began, if there are any.
     *
     * <p>A backward pass runs from the last layer to the first and spoils all that follow, so of the
     * gradients it is the last one; of the values, where all gradients are finite, the first.
     */
    default Optional<NonFinite> firstNonFinite() {
        List<ParameterTensor> layout = layout();
        float[] gradients = gradients();
        for (int i = layout.size() - 1; i >= 0; i--) {
            if (!isFinite(gradients, layout.get(i))) {
                return Optional.of(new NonFinite(layout.get(i).name(), true));
            }
        }
        float[] values = values();
        return layout.stream()
                .filter(tensor -> !isFinite(values, tensor))
                .findFirst()
                .map(tensor -> new NonFinite(tensor.name(), false));
    }

    /** Says where it began, in brackets with a blank before them, for messages; empty if all is finite. */
    default String originOfNonFinite() {
        return firstNonFinite()
                .map(first -> " (it began with the " + first + ")")
                .orElse("");
    }

    private static boolean isFinite(float[] numbers, ParameterTensor tensor) {
        int end = tensor.offset() + tensor.shape().stream().reduce(1, (a, b) -> a * b);
        for (int i = tensor.offset(); i < end; i++) {
            if (!Float.isFinite(numbers[i])) {
                return false;
            }
        }
        return true;
    }

    /**
     * Where a network has left the finite numbers.
     *
     * @param tensor name of the tensor
     * @param isGradient whether its gradient has (the usual beginning), or only its value
     */
    record NonFinite(String tensor, boolean isGradient) {

        /** Completes "… is not finite", such as {@code gradient of model.1.weight}. */
        @Override
        public String toString() {
            return (isGradient ? "gradient of " : "value of ") + tensor;
        }
    }

    /**
     * One named tensor within the vector.
     *
     * @param name unique in its network, such as {@code model.1.weight}
     * @param offset of its first element in the vector
     * @param shape in the layout of the vector, row-major
     */
    record ParameterTensor(String name, int offset, List<Integer> shape) {}
}
