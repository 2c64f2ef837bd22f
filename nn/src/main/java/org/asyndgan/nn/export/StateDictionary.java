package org.asyndgan.nn.export;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.asyndgan.nn.network.Parameters;
import org.asyndgan.nn.network.Parameters.ParameterTensor;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * A network's parameters under the names and in the layouts of the reference's PyTorch modules.
 *
 * <p>Weights of convolutions are [out, in, kH, kW] there ([in, out, kH, kW] of transposed ones) and
 * [kH, kW, in, out] ([kH, kW, out, in]) here: the axes in reverse, but for kH and kW. All other
 * tensors are the same.
 */
public final class StateDictionary {

    private static final int CONVOLUTION_RANK = 4;
    private static final Set<String> STATISTICS = Set.of("running_mean", "running_var", "num_batches_tracked");

    private StateDictionary() {}

    /** A copy of all parameters, in the order of the layout. */
    public static Map<String, FloatTensor> of(Parameters parameters) {
        return of(parameters.layout(), parameters.values());
    }

    /** A vector of the parameters' layout, such as a gradient, as named tensors. */
    public static Map<String, FloatTensor> of(List<ParameterTensor> layout, float[] vector) {
        var tensors = new LinkedHashMap<String, FloatTensor>();
        for (ParameterTensor tensor : layout) {
            int[] shape = shape(tensor);
            int size = Math.toIntExact(FloatTensor.elements(shape));
            float[] values = Arrays.copyOfRange(vector, tensor.offset(), tensor.offset() + size);
            FloatTensor own = FloatTensor.adopt(values, shape);
            tensors.put(tensor.name(), isConvolution(tensor) ? toReference(own) : own);
        }
        return tensors;
    }

    /**
     * Replaces all parameters.
     *
     * @param tensors by name; further ones, such as BatchNorm's running statistics, are not used
     */
    public static void assign(Parameters parameters, Map<String, FloatTensor> tensors) {
        float[] vector = new float[parameters.count()];
        for (ParameterTensor tensor : parameters.layout()) {
            FloatTensor given = tensors.get(tensor.name());
            int[] expected = isConvolution(tensor) ? referenceShape(shape(tensor)) : shape(tensor);
            if (given == null || !Arrays.equals(given.shape(), expected)) {
                throw new IllegalArgumentException("Tensor " + tensor.name() + " should be float32"
                        + Arrays.toString(expected) + " but is " + (given == null ? "missing" : given)
                        + "; the weights belong to a network with other settings");
            }
            FloatTensor own = isConvolution(tensor) ? fromReference(given) : given;
            own.copyTo(0, vector, tensor.offset(), own.size());
        }
        parameters.assign(vector);
    }

    /**
     * Replaces all parameters by the tensors of the same network.
     *
     * @param tensors by name; of further ones only BatchNorm's running statistics, which are not used
     * @throws IllegalArgumentException if one is missing, of another shape, or none of this network's
     */
    public static void assignExactly(Parameters parameters, Map<String, FloatTensor> tensors) {
        Set<String> names =
                parameters.layout().stream().map(ParameterTensor::name).collect(Collectors.toSet());
        tensors.forEach((name, tensor) -> {
            if (!names.contains(name) && !STATISTICS.contains(name.substring(name.lastIndexOf('.') + 1))) {
                throw new IllegalArgumentException("Tensor " + name + ", " + tensor
                        + ", is none of this network's; the weights belong to a network with other settings");
            }
        });
        assign(parameters, tensors);
    }

    private static boolean isConvolution(ParameterTensor tensor) {
        return tensor.shape().size() == CONVOLUTION_RANK;
    }

    private static int[] shape(ParameterTensor tensor) {
        return tensor.shape().stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] referenceShape(int[] own) {
        return new int[] {own[3], own[2], own[0], own[1]};
    }

    /** [kH, kW, a, b] to [b, a, kH, kW]. */
    private static FloatTensor toReference(FloatTensor own) {
        int area = own.dim(0) * own.dim(1);
        return transpose(own, area, own.dim(2), own.dim(3)).reshape(referenceShape(own.shape()));
    }

    /** [b, a, kH, kW] to [kH, kW, a, b]. */
    private static FloatTensor fromReference(FloatTensor reference) {
        int[] shape = {reference.dim(2), reference.dim(3), reference.dim(1), reference.dim(0)};
        return transpose(reference, reference.dim(0), reference.dim(1), shape[0] * shape[1])
                .reshape(shape);
    }

    /** [p, q, r] to [r, q, p]. */
    private static FloatTensor transpose(FloatTensor tensor, int p, int q, int r) {
        float[] transposed = new float[tensor.size()];
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < q; j++) {
                for (int k = 0; k < r; k++) {
                    transposed[(k * q + j) * p + i] = tensor.at((i * q + j) * r + k);
                }
            }
        }
        return FloatTensor.adopt(transposed, r, q, p);
    }
}
