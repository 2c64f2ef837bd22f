package org.asyndgan.command.run;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.asyndgan.nn.backend.Engine;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Tells machines apart whose native library rounds differently: a convolution and its backward pass by ND4J itself, with
 * none of our code between.
 */
final class NativeProbe {

    private static final int SIDE = 16;
    private static final int CHANNELS = 8;
    private static final int KERNEL = 3;

    private NativeProbe() {}

    /** CRC-32C of the results, computed on one thread by the build of the library that the workers take. */
    static long checksum() {
        Engine.useThreads(1);
        Engine.describe();
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
        CRC32C crc = new CRC32C();
        INDArray input = ramp(2, CHANNELS, SIDE, SIDE);
        INDArray weights = ramp(KERNEL, KERNEL, CHANNELS, CHANNELS);
        INDArray bias = ramp(CHANNELS);
        INDArray output = Nd4j.create(2, CHANNELS, SIDE, SIDE);
        Nd4j.exec(op("conv2d", new INDArray[] {input, weights, bias}, output));
        add(crc, output);
        INDArray[] gradients = {Nd4j.create(input.shape()), Nd4j.create(weights.shape()), Nd4j.create(bias.shape())};
        Nd4j.exec(op("conv2d_bp", new INDArray[] {input, weights, bias, output}, gradients));
        for (INDArray gradient : gradients) {
            add(crc, gradient);
        }
        return crc.getValue();
    }

    /** Kernel, stride 1, padding 1, dilation 1, same size, NCHW, weights [kH, kW, in, out]. */
    private static DynamicCustomOp op(String name, INDArray[] inputs, INDArray... outputs) {
        return DynamicCustomOp.builder(name)
                .addInputs(inputs)
                .addOutputs(outputs)
                .addIntegerArguments(KERNEL, KERNEL, 1, 1, 1, 1, 1, 1, 0, 0, 0)
                .build();
    }

    private static INDArray ramp(long... shape) {
        INDArray ramp = Nd4j.create(shape);
        for (long i = 0; i < ramp.length(); i++) {
            ramp.putScalar(i, (float) Math.sin(0.37 * i));
        }
        return ramp;
    }

    private static void add(CRC32C crc, INDArray values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(values.length() * Float.BYTES));
        for (long i = 0; i < values.length(); i++) {
            bytes.putFloat(values.getFloat(i));
        }
        crc.update(bytes.array());
    }
}
