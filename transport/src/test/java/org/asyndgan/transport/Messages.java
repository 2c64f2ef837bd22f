package org.asyndgan.transport;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.asyndgan.schemas.AvroMask;
import org.asyndgan.schemas.AvroMaskUse;
import org.asyndgan.schemas.AvroSiteGradient;
import org.asyndgan.schemas.AvroSyntheticBatch;
import org.asyndgan.schemas.AvroTensor;
import org.asyndgan.schemas.Dtype;

/** Messages to send in tests. */
public final class Messages {

    private Messages() {}

    /** A 2 x 3 mask of site mercy with the labels 0 1 2 / 2 1 0. */
    public static AvroMask mask() {
        return AvroMask.newBuilder()
                .setRun("r")
                .setSite("mercy")
                .setMask("m-1")
                .setHeight(2)
                .setWidth(3)
                .setClasses(3)
                .setLabels(ByteBuffer.wrap(new byte[] {0, 1, 2, 2, 1, 0}))
                .build();
    }

    /** A batch whose every field is as long as it can be. */
    public static AvroSyntheticBatch batch(int batch, int channels, int height, int width) {
        return AvroSyntheticBatch.newBuilder()
                .setRun("r".repeat(100))
                .setIncarnation(Integer.MAX_VALUE)
                .setStep(Long.MAX_VALUE)
                .setSite("s".repeat(60))
                .setSequence(Long.MAX_VALUE)
                .setMasks(IntStream.range(0, batch)
                        .mapToObj(i -> new AvroMaskUse("m".repeat(64), 7))
                        .toList())
                .setImages(tensor(Dtype.UINT8, 1, batch, channels, height, width))
                .build();
    }

    /** A gradient whose every field is as long as it can be. */
    public static AvroSiteGradient gradient(int batch, int channels, int height, int width) {
        return AvroSiteGradient.newBuilder()
                .setRun("r".repeat(100))
                .setIncarnation(Integer.MAX_VALUE)
                .setStep(Long.MAX_VALUE)
                .setSite("s".repeat(60))
                .setSequence(Long.MAX_VALUE)
                .setGradient(tensor(Dtype.FLOAT16, 2, batch, channels, height, width))
                .setDiscriminatorLoss(1)
                .setAdversarialLoss(1)
                .setRealScore(0.5)
                .setFakeScore(0.5)
                .setDiscriminatorSteps(Long.MAX_VALUE)
                .setComputeMillis(Long.MAX_VALUE)
                .build();
    }

    private static AvroTensor tensor(Dtype dtype, int bytes, int... shape) {
        int size = IntStream.of(shape).reduce(bytes, (a, b) -> a * b);
        List<Integer> axes = IntStream.of(shape).boxed().toList();
        return new AvroTensor(axes, dtype, 1.0, null, ByteBuffer.allocate(size));
    }
}
