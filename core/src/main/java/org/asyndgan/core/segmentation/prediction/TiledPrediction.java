package org.asyndgan.core.segmentation.prediction;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.asyndgan.imaging.image.Crop;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * Segments images larger than a network was trained on, in windows that overlap by half.
 *
 * <p>Every window's probabilities count with a weight that falls linearly from its middle to its border, where a
 * network sees least; so no seam shows where windows meet. Not thread-safe.
 */
public final class TiledPrediction {

    private final UnaryOperator<FloatTensor> logits;
    private final int side;

    /**
     * @param network [B, C, side, side] to logits [B, K, side, side]
     * @param side of the windows, pixels; at least 2
     */
    public TiledPrediction(Network network, int side) {
        this(window -> network.forward(window), side);
    }

    /**
     * @param logits from windows [B, C, side, side] to [B, K, side, side]
     * @param side of the windows, pixels; at least 2
     */
    public TiledPrediction(UnaryOperator<FloatTensor> logits, int side) {
        this.logits = logits;
        this.side = side;
    }

    /**
     * The most likely class of every pixel.
     *
     * @param image [C, H, W], H and W at least the windows' side
     */
    public LabelMap of(FloatTensor image) {
        int height = image.dim(1);
        int width = image.dim(2);
        float[] sums = new float[0];
        int classes = 0;
        for (Crop window : windows(height, width)) {
            FloatTensor tile = window.of(image);
            FloatTensor found = logits.apply(tile.reshape(1, tile.dim(0), side, side));
            if (classes == 0) {
                classes = found.dim(1);
                sums = new float[classes * height * width];
            }
            add(found, window, sums, height, width);
        }
        return LabelMap.mostLikely(FloatTensor.adopt(sums, classes, height, width));
    }

    private List<Crop> windows(int height, int width) {
        List<Crop> windows = new ArrayList<>();
        for (int top : starts(height)) {
            for (int left : starts(width)) {
                windows.add(new Crop(top, left, side));
            }
        }
        return windows;
    }

    /** Every half window, the last flush with the edge. */
    private List<Integer> starts(int length) {
        if (length < side) {
            throw new IllegalArgumentException("A length of " + length + " pixels holds no window of " + side);
        }
        List<Integer> starts = new ArrayList<>();
        for (int start = 0; start < length - side; start += Math.max(1, side / 2)) {
            starts.add(start);
        }
        starts.add(length - side);
        return starts;
    }

    private void add(FloatTensor found, Crop window, float[] sums, int height, int width) {
        int classes = found.dim(1);
        int plane = side * side;
        double[] powers = new double[classes];
        for (int p = 0; p < plane; p++) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < classes; k++) {
                largest = Math.max(largest, found.at(k * plane + p));
            }
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                powers[k] = Math.exp(found.at(k * plane + p) - largest);
                sum += powers[k];
            }
            double weight = weight(p / side) * weight(p % side);
            int at = (window.top() + p / side) * width + window.left() + p % side;
            for (int k = 0; k < classes; k++) {
                sums[k * height * width + at] += (float) (weight * powers[k] / sum);
            }
        }
    }

    private double weight(int position) {
        return Math.min(position + 1, side - position);
    }
}
