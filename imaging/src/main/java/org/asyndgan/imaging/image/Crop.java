package org.asyndgan.imaging.image;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * A square window of an image and of its labels.
 *
 * @param top first row
 * @param left first column
 * @param side rows and columns
 */
public record Crop(int top, int left, int side) {

    public Crop {
        if (top < 0 || left < 0 || side < 1) {
            throw new IllegalArgumentException("A window of side " + side + " cannot lie at row " + top + ", column "
                    + left + "; it starts inside the image and has at least one pixel");
        }
    }

    /** A window anywhere in an image, each place as likely as the other. */
    public static Crop random(int height, int width, int side, SplittableRandom random) {
        requireRoom(height, width, side);
        int top = random.nextInt(height - side + 1);
        return new Crop(top, random.nextInt(width - side + 1), side);
    }

    /** The window in the middle; of two middles the upper left one. */
    public static Crop centre(int height, int width, int side) {
        requireRoom(height, width, side);
        return new Crop((height - side) / 2, (width - side) / 2, side);
    }

    /**
     * The fewest windows that cover an image, row by row.
     *
     * <p>They are spread evenly from edge to edge, so that neighbours overlap where the side does not
     * divide the image.
     */
    public static List<Crop> grid(int height, int width, int side) {
        requireRoom(height, width, side);
        int rows = (height + side - 1) / side;
        int columns = (width + side - 1) / side;
        List<Crop> windows = new ArrayList<>(rows * columns);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                windows.add(new Crop(spread(height - side, r, rows), spread(width - side, c, columns), side));
            }
        }
        return List.copyOf(windows);
    }

    /**
     * The part of an image inside the window.
     *
     * @param image [C, H, W]; the result is [C, side, side]
     */
    public FloatTensor of(FloatTensor image) {
        int channels = image.dim(0);
        int height = image.dim(1);
        int width = image.dim(2);
        requireInside(height, width);
        float[] part = new float[channels * side * side];
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < side; y++) {
                int from = (c * height + top + y) * width + left;
                image.copyTo(from, part, (c * side + y) * side, side);
            }
        }
        return FloatTensor.adopt(part, channels, side, side);
    }

    /** The part of a label map inside the window. */
    public LabelMap of(LabelMap labels) {
        requireInside(labels.height(), labels.width());
        byte[] part = new byte[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                part[y * side + x] = (byte) labels.at((top + y) * labels.width() + left + x);
            }
        }
        return LabelMap.adopt(side, side, labels.classes(), part);
    }

    private static int spread(int room, int index, int count) {
        return count == 1 ? room / 2 : (int) ((long) room * index / (count - 1));
    }

    private static void requireRoom(int height, int width, int side) {
        if (height < side || width < side) {
            throw new IllegalArgumentException(
                    "An image of " + height + " x " + width + " pixels has no window of side " + side);
        }
    }

    private void requireInside(int height, int width) {
        if (top + side > height || left + side > width) {
            throw new IllegalArgumentException(
                    this + " does not lie inside an image of " + height + " x " + width + " pixels");
        }
    }
}
