package org.asyndgan.transport.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.nn.kernel.CounterRandom;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.schemas.AvroTensor;
import org.asyndgan.schemas.Dtype;

/**
 * Gradients as one byte an element, with a factor for each map.
 *
 * <p>Each element becomes one of the two neighbours among 255 steps between the map's largest magnitude and its negative, at
 * random and the nearer one more often: what is lost is at most a step, and its mean is 0 (stochastic rounding, as in QSGD,
 * Alistarh et al. 2017). The random numbers are a function of the batch, so that the same gradient has the same bytes.
 */
final class GradientBytes {

    /** Steps on either side of 0. */
    private static final int STEPS = 127;

    private static final int ZERO = 128;

    /** Below the least step. */
    private static final int NOT_FINITE = 0;

    private GradientBytes() {}

    /** @param gradient [B, C, H, W]; what is not finite becomes NaN */
    static AvroTensor encode(FloatTensor gradient, BatchId batch) {
        int maps = gradient.dim(0) * gradient.dim(1);
        int plane = gradient.size() / maps;
        var random = new CounterRandom(
                new Seed(0).at(batch.site().slug()).at(batch.sequence()).value(), 0);
        List<Double> factors = new ArrayList<>(maps);
        byte[] bytes = new byte[gradient.size()];
        for (int map = 0; map < maps; map++) {
            float largest = 0;
            for (int i = map * plane; i < (map + 1) * plane; i++) {
                float size = Math.abs(gradient.at(i));
                largest = size > largest && size <= Float.MAX_VALUE ? size : largest;
            }
            double factor = (double) largest / STEPS;
            factors.add(factor);
            for (int i = map * plane; i < (map + 1) * plane; i++) {
                bytes[i] = (byte)
                        (Float.isFinite(gradient.at(i))
                                ? ZERO + steps(factor == 0 ? 0 : gradient.at(i) / factor, random.uniform(i))
                                : NOT_FINITE);
            }
        }
        return AvroTensor.newBuilder()
                .setShape(Arrays.stream(gradient.shape()).boxed().toList())
                .setDtype(Dtype.UINT8)
                .setScale(1)
                .setFactors(factors)
                .setData(ByteBuffer.wrap(bytes))
                .build();
    }

    private static int steps(double exact, double coin) {
        return Math.min(STEPS, (int) Math.floor(exact + coin));
    }

    /** @throws Refusal if it has not one factor a map, each finite and not negative */
    static FloatTensor decode(AvroTensor tensor) throws Refusal {
        Refusal.unless(
                tensor.getFactors() != null,
                () -> "has a gradient of type UINT8 without factors, which cannot hold one");
        int[] shape = TensorCodec.shapeOf(tensor, 4, 1);
        int maps = shape[0] * shape[1];
        Refusal.unless(
                tensor.getFactors().size() == maps,
                () -> "has " + tensor.getFactors().size() + " factors for " + maps + " maps");
        ByteBuffer data = tensor.getData().duplicate();
        float[] values = new float[data.remaining()];
        int plane = values.length / maps;
        for (int map = 0; map < maps; map++) {
            double factor = tensor.getFactors().get(map);
            Refusal.unless(
                    factor >= 0 && factor <= (double) Float.MAX_VALUE / STEPS,
                    () -> "has a gradient with factor " + factor + ", which is not a size in 32 bits");
            for (int i = map * plane; i < (map + 1) * plane; i++) {
                int element = data.get() & 0xFF;
                values[i] = element == NOT_FINITE ? Float.NaN : (float) ((element - ZERO) * factor);
            }
        }
        return FloatTensor.adopt(values, shape);
    }
}
