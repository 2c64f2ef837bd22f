package org.asyndgan.imaging.image;

import java.util.HashMap;
import java.util.Map;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * Brings an image and its labels to another size.
 *
 * <p>Images: each pixel is the mean of the area it covers where the size shrinks, and bilinear
 * between pixel centres where it grows. Labels: a pixel is foreground where at least half of the area
 * it covers is, of the foreground class with the largest share; where the size grows it takes the
 * nearest pixel. An object that would vanish so although it covers at least a quarter of a pixel's
 * area keeps one pixel, the one it covers most, whatever else lies there: small nuclei and small
 * tumours stay, specks of noise do not.
 *
 * @param height rows of the result
 * @param width columns of the result
 */
public record Resize(int height, int width) {

    /** Share of a pixel's area under which an object is noise. */
    private static final double LEAST_OBJECT = 0.25;

    public Resize {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "An image cannot be resized to " + height + " x " + width + "; it needs at least one pixel");
        }
    }

    /** Keeps the aspect and brings the shorter side of an image to a length. */
    public static Resize shorterSide(int height, int width, int length) {
        int shorter = Math.min(height, width);
        return new Resize(
                Math.max(length, Math.round((float) height * length / shorter)),
                Math.max(length, Math.round((float) width * length / shorter)));
    }

    /**
     * The image at the new size.
     *
     * @param image [C, H, W]; the result is [C, height, width]
     */
    public FloatTensor of(FloatTensor image) {
        int channels = image.dim(0);
        int oldHeight = image.dim(1);
        int oldWidth = image.dim(2);
        if (oldHeight == height && oldWidth == width) {
            return image;
        }
        Axis rows = Axis.between(oldHeight, height);
        Axis columns = Axis.between(oldWidth, width);
        float[] narrow = new float[channels * oldHeight * width];
        for (int row = 0; row < channels * oldHeight; row++) {
            for (int x = 0; x < width; x++) {
                narrow[row * width + x] = columns.mean(image, row * oldWidth, x);
            }
        }
        float[] result = new float[channels * height * width];
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < height; y++) {
                rows.meanOfRows(narrow, c * oldHeight * width, y, width, result, (c * height + y) * width);
            }
        }
        return FloatTensor.adopt(result, channels, height, width);
    }

    /**
     * A file's image at the new size, without ever being whole in floating point.
     *
     * @param channels of the result; a grey image is repeated
     * @return [channels, height, width] in [-1, 1]
     */
    public FloatTensor of(RawImage image, IntensityWindow window, int channels) {
        Axis rows = Axis.between(image.height(), height);
        Axis columns = Axis.between(image.width(), width);
        float[] result = new float[channels * height * width];
        for (int c = 0; c < channels; c++) {
            NarrowRows narrow = new NarrowRows(image, window, Math.min(c, image.channels() - 1), columns, width);
            for (int y = 0; y < height; y++) {
                float[] weights = rows.weights[y];
                int target = (c * height + y) * width;
                for (int i = 0; i < weights.length; i++) {
                    float[] row = narrow.row(rows.first[y] + i);
                    for (int x = 0; x < width; x++) {
                        result[target + x] += weights[i] * row[x];
                    }
                }
            }
        }
        return FloatTensor.adopt(result, channels, height, width);
    }

    /** The rows of an image, scaled in width; the last two are remembered, because neighbours share them. */
    private static final class NarrowRows {

        private final RawImage image;
        private final IntensityWindow window;
        private final int channel;
        private final Axis columns;
        private final float[] whole;
        private final float[][] narrow;
        private final int[] numbers = {-1, -1};

        NarrowRows(RawImage image, IntensityWindow window, int channel, Axis columns, int width) {
            this.image = image;
            this.window = window;
            this.channel = channel;
            this.columns = columns;
            this.whole = new float[image.width()];
            this.narrow = new float[2][width];
        }

        float[] row(int number) {
            int slot = number & 1;
            if (numbers[slot] != number) {
                numbers[slot] = number;
                int start = (channel * image.height() + number) * image.width();
                for (int x = 0; x < whole.length; x++) {
                    whole[x] = window.of(image.at(start + x));
                }
                for (int x = 0; x < narrow[slot].length; x++) {
                    narrow[slot][x] = columns.mean(whole, x);
                }
            }
            return narrow[slot];
        }
    }

    /** The labels at the new size. */
    public LabelMap of(LabelMap labels) {
        if (labels.height() == height && labels.width() == width) {
            return labels;
        }
        byte[] result = vote(labels);
        keepSmallObjects(labels, result);
        return LabelMap.adopt(height, width, labels.classes(), result);
    }

    private byte[] vote(LabelMap labels) {
        Axis rows = Axis.shares(labels.height(), height);
        Axis columns = Axis.shares(labels.width(), width);
        byte[] result = new byte[height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                result[y * width + x] = (byte) winner(shares(labels, rows, y, columns, x));
            }
        }
        return result;
    }

    private static double[] shares(LabelMap labels, Axis rows, int y, Axis columns, int x) {
        double[] shares = new double[labels.classes()];
        float[] down = rows.weights[y];
        float[] across = columns.weights[x];
        for (int i = 0; i < down.length; i++) {
            int row = (rows.first[y] + i) * labels.width() + columns.first[x];
            for (int j = 0; j < across.length; j++) {
                shares[labels.at(row + j)] += (double) down[i] * across[j];
            }
        }
        return shares;
    }

    private static int winner(double[] shares) {
        int best = 1;
        double foreground = 0;
        for (int k = 1; k < shares.length; k++) {
            foreground += shares[k];
            if (shares[k] > shares[best]) {
                best = k;
            }
        }
        return foreground >= shares[0] ? best : 0;
    }

    private void keepSmallObjects(LabelMap labels, byte[] result) {
        double pixelArea = (double) labels.height() / height * labels.width() / width;
        if (pixelArea <= 1) {
            return;
        }
        Components objects = Components.of(labels);
        boolean[] kept = new boolean[objects.count() + 1];
        for (int p = 0; p < labels.size(); p++) {
            kept[objects.at(p)] |= result[target(labels, p)] == labels.at(p);
        }
        Map<Integer, Map<Integer, Integer>> lost = new HashMap<>();
        for (int p = 0; p < labels.size(); p++) {
            int object = objects.at(p);
            if (object > 0 && !kept[object] && objects.area(object) >= LEAST_OBJECT * pixelArea) {
                lost.computeIfAbsent(object, none -> new HashMap<>()).merge(target(labels, p), 1, Integer::sum);
            }
        }
        lost.forEach((object, cover) -> result[mostCovered(cover)] = (byte) objects.classOf(object));
    }

    /** The pixel of the result that holds the centre of a pixel of the source. */
    private int target(LabelMap labels, int position) {
        int row = position / labels.width();
        int column = position % labels.width();
        int y = (int) ((row + 0.5) * height / labels.height());
        int x = (int) ((column + 0.5) * width / labels.width());
        return y * width + x;
    }

    private static int mostCovered(Map<Integer, Integer> cover) {
        int best = -1;
        for (Map.Entry<Integer, Integer> pixel : cover.entrySet()) {
            int count = pixel.getValue();
            if (best < 0 || count > cover.get(best) || (count == cover.get(best) && pixel.getKey() < best)) {
                best = pixel.getKey();
            }
        }
        return best;
    }

    /** Along one axis: the first source pixel of each result pixel, and the weights from there on. */
    private static final class Axis {

        private final int[] first;
        private final float[][] weights;

        private Axis(int length) {
            first = new int[length];
            weights = new float[length][];
        }

        /** Means of areas where the axis shrinks, bilinear where it grows. */
        static Axis between(int from, int to) {
            return to <= from ? areas(from, to) : bilinear(from, to);
        }

        /** Means of areas where the axis shrinks, the nearest pixel where it grows. */
        static Axis shares(int from, int to) {
            return to <= from ? areas(from, to) : nearest(from, to);
        }

        private static Axis areas(int from, int to) {
            Axis axis = new Axis(to);
            double scale = (double) from / to;
            for (int i = 0; i < to; i++) {
                double start = i * scale;
                double end = Math.min(from, (i + 1) * scale);
                int first = (int) start;
                int last = Math.min(from, (int) Math.ceil(end - 1e-9));
                axis.first[i] = first;
                axis.weights[i] = new float[last - first];
                for (int s = first; s < last; s++) {
                    axis.weights[i][s - first] = (float) ((Math.min(end, s + 1) - Math.max(start, s)) / scale);
                }
            }
            return axis;
        }

        private static Axis bilinear(int from, int to) {
            Axis axis = new Axis(to);
            for (int i = 0; i < to; i++) {
                double centre = (i + 0.5) * from / to - 0.5;
                double inside = Math.max(0, Math.min(from - 1, centre));
                int first = (int) inside;
                float second = (float) (inside - first);
                axis.first[i] = first;
                axis.weights[i] = second == 0 ? new float[] {1} : new float[] {1 - second, second};
            }
            return axis;
        }

        private static Axis nearest(int from, int to) {
            Axis axis = new Axis(to);
            for (int i = 0; i < to; i++) {
                axis.first[i] = (int) ((i + 0.5) * from / to);
                axis.weights[i] = new float[] {1};
            }
            return axis;
        }

        float mean(FloatTensor image, int rowStart, int x) {
            float[] w = weights[x];
            float sum = 0;
            for (int i = 0; i < w.length; i++) {
                sum += w[i] * image.at(rowStart + first[x] + i);
            }
            return sum;
        }

        float mean(float[] row, int x) {
            float[] w = weights[x];
            float sum = 0;
            for (int i = 0; i < w.length; i++) {
                sum += w[i] * row[first[x] + i];
            }
            return sum;
        }

        void meanOfRows(float[] source, int plane, int y, int width, float[] target, int at) {
            float[] w = weights[y];
            for (int i = 0; i < w.length; i++) {
                int row = plane + (first[y] + i) * width;
                for (int x = 0; x < width; x++) {
                    target[at + x] += w[i] * source[row + x];
                }
            }
        }
    }
}
