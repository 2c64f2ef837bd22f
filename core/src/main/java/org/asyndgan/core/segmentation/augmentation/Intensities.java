package org.asyndgan.core.segmentation.augmentation;

import java.util.SplittableRandom;

/** Changes of the intensities of images [C, H, W] in [−1, 1], in place. */
final class Intensities {

    private Intensities() {}

    /** Intensities from 0 to 1 to the power of gamma, times a gain; at most 1 in [−1, 1]. */
    static void raise(float[] values, double gamma, double gain) {
        for (int i = 0; i < values.length; i++) {
            double unit = Math.max(0, (values[i] + 1) / 2);
            values[i] = (float) Math.min(1, Math.pow(unit, gamma) * gain * 2 - 1);
        }
    }

    /** Gaussian noise; it may lead out of [−1, 1]. */
    static void addNoise(float[] values, double deviation, SplittableRandom random) {
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (deviation * random.nextGaussian());
        }
    }

    /** Distances from the mean of each channel times a factor, within the channel's least and largest intensity. */
    static void changeContrast(float[] values, int plane, double factor) {
        for (int from = 0; from < values.length; from += plane) {
            double sum = 0;
            float least = values[from];
            float largest = values[from];
            for (int i = from; i < from + plane; i++) {
                sum += values[i];
                least = Math.min(least, values[i]);
                largest = Math.max(largest, values[i]);
            }
            double mean = sum / plane;
            for (int i = from; i < from + plane; i++) {
                double changed = mean + factor * (values[i] - mean);
                values[i] = (float) Math.max(least, Math.min(largest, changed));
            }
        }
    }

    /**
     * What is left after pixels so many times as long: read at the nearest of them, then interpolated bilinearly.
     *
     * @param factor at least 1
     */
    static void coarsen(float[] values, int height, int width, double factor) {
        int rows = Math.max(1, (int) Math.round(height / factor));
        int columns = Math.max(1, (int) Math.round(width / factor));
        float[] coarse = new float[rows * columns];
        for (int from = 0; from < values.length; from += height * width) {
            for (int p = 0; p < coarse.length; p++) {
                int row = p / columns;
                int y = (int) ((row + 0.5) * height / rows);
                int x = (int) ((p % columns + 0.5) * width / columns);
                coarse[p] = values[from + y * width + x];
            }
            for (int p = 0; p < height * width; p++) {
                int row = p / width;
                double y = (row + 0.5) * rows / height - 0.5;
                double x = (p % width + 0.5) * columns / width - 0.5;
                values[from + p] = interpolated(coarse, rows, columns, y, x);
            }
        }
    }

    private static float interpolated(float[] map, int height, int width, double y, double x) {
        double row = Math.max(0, Math.min(height - 1, y));
        double column = Math.max(0, Math.min(width - 1, x));
        int top = (int) row;
        int left = (int) column;
        int bottom = Math.min(height - 1, top + 1);
        int right = Math.min(width - 1, left + 1);
        double down = row - top;
        double across = column - left;
        double above = map[top * width + left] * (1 - across) + map[top * width + right] * across;
        double below = map[bottom * width + left] * (1 - across) + map[bottom * width + right] * across;
        return (float) (above * (1 - down) + below * down);
    }

    /** Gaussian blur: rows, then columns; beyond the border lies what is on it. */
    static void blur(float[] values, int height, int width, double deviation) {
        float[] kernel = kernel(deviation);
        for (int plane = 0; plane < values.length; plane += height * width) {
            for (int y = 0; y < height; y++) {
                blurLine(values, plane + y * width, 1, width, kernel);
            }
            for (int x = 0; x < width; x++) {
                blurLine(values, plane + x, width, height, kernel);
            }
        }
    }

    private static float[] kernel(double deviation) {
        int radius = (int) Math.ceil(3 * deviation);
        float[] kernel = new float[2 * radius + 1];
        double sum = 0;
        for (int i = -radius; i <= radius; i++) {
            sum += weight(i, deviation);
        }
        for (int i = -radius; i <= radius; i++) {
            kernel[i + radius] = (float) (weight(i, deviation) / sum);
        }
        return kernel;
    }

    private static double weight(int distance, double deviation) {
        return distance == 0 ? 1 : Math.exp(-distance * distance / (2 * deviation * deviation));
    }

    private static void blurLine(float[] values, int begin, int stride, int length, float[] kernel) {
        int radius = kernel.length / 2;
        float[] line = new float[length];
        for (int at = 0; at < length; at++) {
            for (int k = 0; k < kernel.length; k++) {
                int from = Math.max(0, Math.min(length - 1, at + k - radius));
                line[at] += kernel[k] * values[begin + from * stride];
            }
        }
        for (int at = 0; at < length; at++) {
            values[begin + at * stride] = line[at];
        }
    }
}
