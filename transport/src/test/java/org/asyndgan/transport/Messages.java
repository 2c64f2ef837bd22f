package org.asyndgan.transport;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.schemas.Mask;
import org.asyndgan.schemas.MaskUse;
import org.asyndgan.schemas.SiteGradient;
import org.asyndgan.schemas.SyntheticBatch;
import org.asyndgan.schemas.Tensor;

/** Messages to send in tests. */
public final class Messages {

    private Messages() {}

    /** A 2 x 3 mask of site mercy with the labels 0 1 2 / 2 1 0. */
    public static Mask mask() {
        return Mask.newBuilder()
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
    public static SyntheticBatch batch(int batch, int channels, int height, int width) {
        return SyntheticBatch.newBuilder()
                .setRun("r".repeat(100))
                .setIncarnation(Integer.MAX_VALUE)
                .setStep(Long.MAX_VALUE)
                .setSite("s".repeat(60))
                .setSequence(Long.MAX_VALUE)
                .setMasks(IntStream.range(0, batch)
                        .mapToObj(i -> new MaskUse("m".repeat(64), 7))
                        .toList())
                .setImages(tensor(Dtype.UINT8, 1, batch, channels, height, width))
                .build();
    }

    /** A gradient whose every field is as long as it can be. */
    public static SiteGradient gradient(int batch, int channels, int height, int width) {
        return SiteGradient.newBuilder()
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

    private static Tensor tensor(Dtype dtype, int bytes, int... shape) {
        int size = IntStream.of(shape).reduce(bytes, (a, b) -> a * b);
        List<Integer> axes = IntStream.of(shape).boxed().toList();
        return new Tensor(axes, dtype, 1.0, ByteBuffer.allocate(size));
    }
}
