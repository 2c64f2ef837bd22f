package org.asyndgan.imaging.image;

import java.util.SplittableRandom;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * Where each pixel of a warped pair comes from: one map for image and labels, so that they stay together.
 *
 * <p>A pixel p of the result comes from c + R(p − c − t) / s + d(p), with c the middle, R a rotation, s a scale, t a shift and d
 * an elastic displacement: normal vectors on a grid of 4 × 4 over the image, in between by cubic interpolation (Ronneberger et
 * al. 2015). Images are read bilinearly, labels at the nearest pixel; beyond the border lies the mirror image.
 */
public final class Warp {

    private static final int GRID = 4;

    private final int height;
    private final int width;
    private final double[] rows;
    private final double[] columns;

    /**
     * @param radians of the rotation, counter-clockwise
     * @param scale above 1 enlarges
     * @param down shift, pixels
     * @param right shift, pixels
     */
    public Warp(int height, int width, double radians, double scale, double down, double right) {
        this.height = height;
        this.width = width;
        this.rows = new double[height * width];
        this.columns = new double[height * width];
        double cosine = Math.cos(radians) / scale;
        double sine = Math.sin(radians) / scale;
        double middleRow = (height - 1) / 2.0;
        double middleColumn = (width - 1) / 2.0;
        for (int p = 0; p < rows.length; p++) {
            int row = p / width;
            double y = row - middleRow - down;
            double x = p % width - middleColumn - right;
            rows[p] = middleRow + cosine * y + sine * x;
            columns[p] = middleColumn + cosine * x - sine * y;
        }
    }

    /**
     * Adds an elastic displacement.
     *
     * @param deviation of either coordinate on the grid, pixels
     */
    public void displace(double deviation, SplittableRandom random) {
        displace(rows, grid(deviation, random));
        displace(columns, grid(deviation, random));
    }

    private static double[] grid(double deviation, SplittableRandom random) {
        double[] grid = new double[GRID * GRID];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = deviation * random.nextGaussian();
        }
        return grid;
    }

    private void displace(double[] coordinates, double[] grid) {
        double[] line = new double[GRID];
        for (int y = 0; y < height; y++) {
            double down = place(y, height);
            for (int column = 0; column < GRID; column++) {
                line[column] = cubic(grid, column, GRID, down);
            }
            for (int x = 0; x < width; x++) {
                coordinates[y * width + x] += cubic(line, 0, 1, place(x, width));
            }
        }
    }

    /** A pixel's place between the first and the last line of the grid, from 0 to GRID − 1. */
    private static double place(int position, int length) {
        return length == 1 ? 0 : (double) position * (GRID - 1) / (length - 1);
    }

    /** Catmull and Rom's cubic through GRID values; beyond the ends lie these. */
    private static double cubic(double[] values, int from, int stride, double at) {
        int cell = Math.min(GRID - 2, (int) at);
        double t = at - cell;
        double before = values[from + Math.max(0, cell - 1) * stride];
        double left = values[from + cell * stride];
        double right = values[from + (cell + 1) * stride];
        double after = values[from + Math.min(GRID - 1, cell + 2) * stride];
        return left
                + t
                        * ((right - before) / 2
                                + t
                                        * (before
                                                - 2.5 * left
                                                + 2 * right
                                                - after / 2
                                                + t * (1.5 * (left - right) + (after - before) / 2)));
    }

    /**
     * The image, read between pixels.
     *
     * @param image [C, H, W]
     */
    public FloatTensor of(FloatTensor image) {
        int plane = height * width;
        float[] warped = new float[image.size()];
        for (int p = 0; p < plane; p++) {
            int top = (int) Math.floor(rows[p]);
            int left = (int) Math.floor(columns[p]);
            float down = (float) (rows[p] - top);
            float right = (float) (columns[p] - left);
            int upper = mirrored(top, height) * width;
            int lower = mirrored(top + 1, height) * width;
            int nearer = mirrored(left, width);
            int farther = mirrored(left + 1, width);
            for (int channel = 0; channel < warped.length; channel += plane) {
                float above =
                        image.at(channel + upper + nearer) * (1 - right) + image.at(channel + upper + farther) * right;
                float below =
                        image.at(channel + lower + nearer) * (1 - right) + image.at(channel + lower + farther) * right;
                warped[channel + p] = above * (1 - down) + below * down;
            }
        }
        return FloatTensor.adopt(warped, image.shape());
    }

    /** The labels, each pixel as the nearest one was. */
    public LabelMap of(LabelMap labels) {
        byte[] warped = new byte[labels.size()];
        for (int p = 0; p < warped.length; p++) {
            int row = mirrored((int) Math.round(rows[p]), height);
            int column = mirrored((int) Math.round(columns[p]), width);
            warped[p] = (byte) labels.at(row * width + column);
        }
        return LabelMap.adopt(height, width, labels.classes(), warped);
    }

    /** The position within 0 … length − 1 that a mirror at both borders shows at a position, without repeating the border. */
    private static int mirrored(int position, int length) {
        if (position >= 0 && position < length) {
            return position;
        }
        if (length == 1) {
            return 0;
        }
        int period = 2 * (length - 1);
        int within = Math.floorMod(position, period);
        return within < length ? within : period - within;
    }
}
