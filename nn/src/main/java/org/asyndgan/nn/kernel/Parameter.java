package org.asyndgan.nn.kernel;

import java.util.List;

/**
 * A named tensor within a network's parameter vector.
 *
 * @param name as in the reference's PyTorch state dictionary, such as {@code model.1.weight}
 * @param offset of its first element
 * @param shape row-major; a convolution's weight is [kH, kW, in, out], the layout oneDNN is fast with
 */
public record Parameter(String name, int offset, List<Integer> shape) {

    /** Number of elements. */
    public int size() {
        return shape.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
    }

    /** Position after the last element. */
    public int end() {
        return offset + size();
    }

    long[] dimensions() {
        return shape.stream().mapToLong(Integer::longValue).toArray();
    }
}
