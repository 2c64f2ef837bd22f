package org.asyndgan.imaging.metric;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * What a fixed network of random filters sees in an image and its mask: 48 numbers, none learnt.
 *
 * <p>Two convolutions with rectifiers, 16 filters of 5 x 5 and, after 2 x 2 averaging, 32 of 3 x 3, drawn from a
 * constant seed with mean 0 and length 1; a feature is the mean of one filter's map. The filters see the classes as
 * further channels, so that an image that does not fit its mask looks different from one that does. Nothing is
 * downloaded, nothing depends on anybody's data, and every site has the same features.
 *
 * <p>Immutable, so any thread may use it.
 */
public final class RandomFeatures {

    /** Number of features. */
    public static final int COUNT = 48;

    private static final int FIRST = 16;
    private static final int SECOND = 32;
    private static final int FIRST_KERNEL = 5;
    private static final int SECOND_KERNEL = 3;
    private static final Seed FILTERS = new Seed(2020).at("features");

    private final int channels;
    private final float[] first;
    private final float[] second;

    /**
     * @param imageChannels C
     * @param classes K, the background included
     */
    public RandomFeatures(int imageChannels, int classes) {
        this.channels = imageChannels + classes - 1;
        this.first = filters("first", FIRST, channels * FIRST_KERNEL * FIRST_KERNEL);
        this.second = filters("second", SECOND, FIRST * SECOND_KERNEL * SECOND_KERNEL);
    }

    private static float[] filters(String name, int count, int length) {
        float[] all = new float[count * length];
        for (int filter = 0; filter < count; filter++) {
            SplittableRandom random = FILTERS.at(name).at(filter).random();
            double[] weights = random.doubles(length, -1, 1).toArray();
            double mean = Arrays.stream(weights).average().orElse(0);
            double norm = Math.sqrt(
                    Arrays.stream(weights).map(w -> (w - mean) * (w - mean)).sum());
            for (int i = 0; i < length; i++) {
                all[filter * length + i] = (float) ((weights[i] - mean) / norm);
            }
        }
        return all;
    }

    /**
     * The features of one pair.
     *
     * @param image in [-1, 1], shape [C, H, W], 10 pixels or more along each side; of smaller ones the inner features
     *     are 0
     * @return {@link #COUNT} numbers, each at least 0
     */
    public double[] of(FloatTensor image, LabelMap labels) {
        int height = image.dim(1);
        int width = image.dim(2);
        float[] maps = convolved(input(image, labels), channels, height, width, first, FIRST, FIRST_KERNEL);
        double[] features = new double[COUNT];
        int innerHeight = height - FIRST_KERNEL + 1;
        int innerWidth = width - FIRST_KERNEL + 1;
        means(maps, FIRST, features, 0);
        float[] halved = halved(maps, FIRST, innerHeight, innerWidth);
        means(
                convolved(halved, FIRST, innerHeight / 2, innerWidth / 2, second, SECOND, SECOND_KERNEL),
                SECOND,
                features,
                FIRST);
        return features;
    }

    private float[] input(FloatTensor image, LabelMap labels) {
        int plane = labels.size();
        float[] input = new float[channels * plane];
        for (int i = 0; i < image.size(); i++) {
            input[i] = image.at(i);
        }
        for (int p = 0; p < plane; p++) {
            if (labels.at(p) > 0) {
                input[(image.dim(0) + labels.at(p) - 1) * plane + p] = 1;
            }
        }
        return input;
    }

    /** Rectified, without margin: the maps are kernel - 1 shorter along each side. */
    private static float[] convolved(
            float[] x, int inputs, int height, int width, float[] filters, int outputs, int kernel) {
        int rows = height - kernel + 1;
        int columns = width - kernel + 1;
        float[] y = new float[outputs * rows * columns];
        for (int o = 0; o < outputs; o++) {
            for (int tap = 0; tap < inputs * kernel * kernel; tap++) {
                float weight = filters[o * inputs * kernel * kernel + tap];
                int channel = tap / (kernel * kernel);
                int down = tap / kernel % kernel;
                int right = tap % kernel;
                for (int r = 0; r < rows; r++) {
                    int from = (channel * height + r + down) * width + right;
                    int to = (o * rows + r) * columns;
                    for (int c = 0; c < columns; c++) {
                        y[to + c] += weight * x[from + c];
                    }
                }
            }
        }
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.max(0, y[i]);
        }
        return y;
    }

    private static float[] halved(float[] x, int maps, int height, int width) {
        int rows = height / 2;
        int columns = width / 2;
        float[] y = new float[maps * rows * columns];
        for (int i = 0; i < y.length; i++) {
            int at = (i / (rows * columns) * height + i / columns % rows * 2) * width + i % columns * 2;
            y[i] = (x[at] + x[at + 1] + x[at + width] + x[at + width + 1]) / 4;
        }
        return y;
    }

    private static void means(float[] maps, int count, double[] features, int offset) {
        int plane = maps.length / count;
        for (int map = 0; map < count; map++) {
            double sum = 0;
            for (int i = map * plane; i < (map + 1) * plane; i++) {
                sum += maps[i];
            }
            features[offset + map] = plane == 0 ? 0 : sum / plane;
        }
    }
}
