package org.asyndgan.imaging.image;

import org.asyndgan.nn.tensor.FloatTensor;

/**
 * One of the eight symmetries of a square: an optional mirroring left to right, then quarter turns.
 *
 * <p>Applied to an image and its labels alike, it augments a pair without inventing a pixel. An odd
 * number of turns swaps height and width.
 *
 * @param element 0 … 7; the two low bits count quarter turns counter-clockwise, bit 2 mirrors left to
 *     right beforehand; 0 changes nothing
 */
public record Dihedral(int element) {

    public static final Dihedral IDENTITY = new Dihedral(0);
    public static final Dihedral LEFT_RIGHT = new Dihedral(4);
    public static final Dihedral UP_DOWN = new Dihedral(6);

    public Dihedral {
        if (element < 0 || element > 7) {
            throw new IllegalArgumentException("A square has the symmetries 0 to 7, not " + element);
        }
    }

    /** The symmetry that undoes this one. */
    public Dihedral inverse() {
        return mirrors() ? this : new Dihedral((4 - turns()) % 4);
    }

    /**
     * The image, mirrored and turned.
     *
     * @param image [C, H, W]; H and W change places in the result after an odd number of turns
     */
    public FloatTensor of(FloatTensor image) {
        int channels = image.dim(0);
        int height = image.dim(1);
        int width = image.dim(2);
        int plane = height * width;
        int[] sources = sources(height, width);
        float[] moved = new float[image.size()];
        for (int c = 0; c < channels; c++) {
            for (int p = 0; p < plane; p++) {
                moved[c * plane + p] = image.at(c * plane + sources[p]);
            }
        }
        return FloatTensor.adopt(moved, channels, turnedHeight(height, width), turnedWidth(height, width));
    }

    /** The labels, mirrored and turned. */
    public LabelMap of(LabelMap labels) {
        int[] sources = sources(labels.height(), labels.width());
        byte[] moved = new byte[labels.size()];
        for (int p = 0; p < moved.length; p++) {
            moved[p] = (byte) labels.at(sources[p]);
        }
        return LabelMap.adopt(
                turnedHeight(labels.height(), labels.width()),
                turnedWidth(labels.height(), labels.width()),
                labels.classes(),
                moved);
    }

    /** For every pixel of the result, the position it comes from. */
    private int[] sources(int height, int width) {
        int newHeight = turnedHeight(height, width);
        int newWidth = turnedWidth(height, width);
        int[] sources = new int[height * width];
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                // A quarter turn counter-clockwise brings (row, column) = (x, W - 1 - y) to (y, x).
                int row =
                        switch (turns()) {
                            case 0 -> y;
                            case 1 -> x;
                            case 2 -> height - 1 - y;
                            default -> height - 1 - x;
                        };
                int column =
                        switch (turns()) {
                            case 0 -> x;
                            case 1 -> width - 1 - y;
                            case 2 -> width - 1 - x;
                            default -> y;
                        };
                sources[y * newWidth + x] = row * width + (mirrors() ? width - 1 - column : column);
            }
        }
        return sources;
    }

    private int turns() {
        return element & 3;
    }

    private boolean mirrors() {
        return (element & 4) != 0;
    }

    private int turnedHeight(int height, int width) {
        return turns() % 2 == 0 ? height : width;
    }

    private int turnedWidth(int height, int width) {
        return turns() % 2 == 0 ? width : height;
    }
}
