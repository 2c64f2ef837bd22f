package org.asyndgan.nn.kernel;

import java.util.Arrays;

/**
 * A batch of feature maps [B, C, H, W] on the heap, row-major, reused from pass to pass.
 *
 * <p>Mutable and shared between the layers it connects; never leaves the engine. One map (b, c) is a
 * row of {@link #plane()} elements, and there are {@link #planes()} of them.
 */
public final class FeatureMaps {

    private final float[] values;
    private final int batch;
    private final int channels;
    private final int height;
    private final int width;

    /** @param isMeasured whether the maps are only measured, not used, and need no memory */
    FeatureMaps(int batch, int channels, int height, int width, boolean isMeasured) {
        this.batch = batch;
        this.channels = channels;
        this.height = height;
        this.width = width;
        int size = Math.multiplyExact(Math.multiplyExact(batch, channels), height * width);
        this.values = new float[isMeasured ? 0 : size];
    }

    /** The elements themselves, not a copy. */
    public float[] values() {
        return values;
    }

    public int batch() {
        return batch;
    }

    public int channels() {
        return channels;
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    public int size() {
        return planes() * plane();
    }

    /** Elements of one feature map, H · W. */
    public int plane() {
        return height * width;
    }

    /** Number of feature maps, B · C. */
    public int planes() {
        return batch * channels;
    }

    public int[] shape() {
        return new int[] {batch, channels, height, width};
    }

    @Override
    public String toString() {
        return "maps" + Arrays.toString(shape());
    }
}
