package org.asyndgan.imaging.image;

import java.util.Arrays;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * One class index for every pixel of an image: the mask x that conditions the generator.
 *
 * <p>Immutable as long as an array given to {@link #adopt} is left alone by its giver. Class 0 is the
 * background. Prints its shape only.
 */
public final class LabelMap {

    /** The most classes a map can have. */
    public static final int MOST_CLASSES = 128;

    private final int height;
    private final int width;
    private final int classes;
    private final byte[] indices;

    private LabelMap(int height, int width, int classes, byte[] indices) {
        if (height < 1 || width < 1 || indices.length != (long) height * width) {
            throw new IllegalArgumentException(
                    "A label map of " + height + " x " + width + " pixels cannot have " + indices.length + " indices");
        }
        if (classes < 2 || classes > MOST_CLASSES) {
            throw new IllegalArgumentException(
                    "A label map has 2 to " + MOST_CLASSES + " classes, the background included, not " + classes);
        }
        for (byte index : indices) {
            if (index < 0 || index >= classes) {
                throw new IllegalArgumentException("Class " + index + " is not among the " + classes
                        + " classes of the label map (0 to " + (classes - 1) + ")");
            }
        }
        this.height = height;
        this.width = width;
        this.classes = classes;
        this.indices = indices;
    }

    /**
     * A label map with a copy of these indices.
     *
     * @param classes K, the background included, 2 … {@link #MOST_CLASSES}
     * @param indices row-major, height · width of them, each 0 … K - 1
     */
    public static LabelMap of(int height, int width, int classes, byte[] indices) {
        return new LabelMap(height, width, classes, indices.clone());
    }

    /** Like {@link #of}, but without a copy: the caller must not write to the array again. */
    public static LabelMap adopt(int height, int width, int classes, byte[] indices) {
        return new LabelMap(height, width, classes, indices);
    }

    /**
     * The most likely class of every pixel.
     *
     * @param scores [K, H, W]: one-hot masks, probabilities or logits; the first of equals wins
     */
    public static LabelMap mostLikely(FloatTensor scores) {
        int classes = scores.dim(0);
        int height = scores.dim(1);
        int width = scores.dim(2);
        int plane = height * width;
        byte[] best = new byte[plane];
        for (int p = 0; p < plane; p++) {
            int winner = 0;
            for (int k = 1; k < classes; k++) {
                if (scores.at(k * plane + p) > scores.at(winner * plane + p)) {
                    winner = k;
                }
            }
            best[p] = (byte) winner;
        }
        return new LabelMap(height, width, classes, best);
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    /** K, the background included. */
    public int classes() {
        return classes;
    }

    /** Number of pixels, H · W. */
    public int size() {
        return indices.length;
    }

    /** The class at a row-major position. */
    public int at(int position) {
        return indices[position];
    }

    /** A copy of the class indices, row-major. */
    public byte[] toArray() {
        return indices.clone();
    }

    /** 1 in the plane of each pixel's class and 0 elsewhere, shape [K, H, W]. */
    public FloatTensor oneHot() {
        float[] planes = new float[classes * indices.length];
        for (int p = 0; p < indices.length; p++) {
            planes[indices[p] * indices.length + p] = 1;
        }
        return FloatTensor.adopt(planes, classes, height, width);
    }

    /** How many pixels each class has, K numbers. */
    public int[] histogram() {
        int[] counts = new int[classes];
        for (byte index : indices) {
            counts[index]++;
        }
        return counts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelMap that
                && height == that.height
                && width == that.width
                && classes == that.classes
                && Arrays.equals(indices, that.indices);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * height + width) + classes) + Arrays.hashCode(indices);
    }

    /** The shape alone, such as {@code labels[64, 64] of 2 classes}. */
    @Override
    public String toString() {
        return "labels[" + height + ", " + width + "] of " + classes + " classes";
    }
}
