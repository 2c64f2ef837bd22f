package org.asyndgan.imaging.metric;

import java.util.OptionalDouble;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * How clearly what a mask outlines can be seen in an image: 0 if a class looks like the background.
 *
 * <p>Of each class k above 0 the pixels are compared with those of the background, by Cohen's
 *
 * <pre>d_k = |mean_k - mean_0| / √((variance_k + variance_0) / 2)</pre>
 *
 * of each channel and of the roughness, the mean absolute difference to the four neighbours over all channels; the largest
 * of these counts, and the contrast is the mean over the classes. It needs nothing but the image and its mask. A class that
 * differs from the background by shape alone has none, so a small number does not prove that an image is bad; one that
 * stays far below what it was for real images does.
 */
public final class MaskContrast {

    /** Fewer pixels of a class than this say nothing. */
    private static final int LEAST_PIXELS = 12;

    private MaskContrast() {}

    /**
     * The contrast of one pair.
     *
     * @param image in [-1, 1], shape [C, H, W]
     * @return at least 0; nothing if the mask has no class, or no background, of {@value #LEAST_PIXELS} pixels
     */
    public static OptionalDouble of(FloatTensor image, LabelMap labels) {
        int channels = image.dim(0);
        int plane = labels.size();
        int[] counts = labels.histogram();
        if (counts[0] < LEAST_PIXELS) {
            return OptionalDouble.empty();
        }
        double[][] maps = new double[channels + 1][];
        for (int c = 0; c < channels; c++) {
            maps[c] = new double[plane];
            for (int p = 0; p < plane; p++) {
                maps[c][p] = image.at(c * plane + p);
            }
        }
        maps[channels] = roughness(maps, channels, labels.height(), labels.width());
        double sum = 0;
        int classes = 0;
        for (int k = 1; k < counts.length; k++) {
            if (counts[k] >= LEAST_PIXELS) {
                double most = 0;
                for (double[] map : maps) {
                    most = Math.max(most, effect(map, labels, k));
                }
                sum += most;
                classes++;
            }
        }
        return classes == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / classes);
    }

    private static double[] roughness(double[][] maps, int channels, int height, int width) {
        double[] rough = new double[height * width];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int p = row * width + column;
                double sum = 0;
                int neighbours = 0;
                for (int[] step : NEIGHBOURS) {
                    int r = row + step[0];
                    int c = column + step[1];
                    if (r >= 0 && r < height && c >= 0 && c < width) {
                        neighbours++;
                        for (int channel = 0; channel < channels; channel++) {
                            sum += Math.abs(maps[channel][p] - maps[channel][r * width + c]);
                        }
                    }
                }
                rough[p] = neighbours == 0 ? 0 : sum / (neighbours * channels);
            }
        }
        return rough;
    }

    private static final int[][] NEIGHBOURS = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};

    private static double effect(double[] map, LabelMap labels, int k) {
        double[] sums = new double[2];
        double[] squares = new double[2];
        int[] counts = new int[2];
        for (int p = 0; p < map.length; p++) {
            int label = labels.at(p);
            if (label == 0 || label == k) {
                int side = label == 0 ? 0 : 1;
                sums[side] += map[p];
                squares[side] += map[p] * map[p];
                counts[side]++;
            }
        }
        double[] means = {sums[0] / counts[0], sums[1] / counts[1]};
        double variance =
                (squares[0] / counts[0] - means[0] * means[0] + squares[1] / counts[1] - means[1] * means[1]) / 2;
        double difference = Math.abs(means[1] - means[0]);
        return difference == 0 ? 0 : difference / Math.sqrt(Math.max(variance, 1e-6));
    }
}
