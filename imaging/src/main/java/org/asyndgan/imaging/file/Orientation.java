package org.asyndgan.imaging.file;

/**
 * How a stored image is turned for showing: the tag Orientation of TIFF 6.0 and EXIF, whose numbers are 1 to 8.
 */
public enum Orientation {
    /** 1: shown as stored. */
    UPRIGHT(1, false, false, false),
    /** 2: mirrored left to right. */
    MIRRORED(2, false, false, true),
    /** 3: turned by half a turn. */
    HALF_TURN(3, false, true, true),
    /** 4: mirrored upside down. */
    UPSIDE_DOWN(4, false, true, false),
    /** 5: mirrored along the main diagonal. */
    TRANSPOSED(5, true, false, false),
    /** 6: turned by a quarter clockwise. */
    CLOCKWISE(6, true, true, false),
    /** 7: mirrored along the other diagonal. */
    TRANSVERSE(7, true, true, true),
    /** 8: turned by a quarter counter-clockwise. */
    COUNTER_CLOCKWISE(8, true, false, true);

    private final int tag;
    private final boolean swaps;
    private final boolean fromBottom;
    private final boolean fromRight;

    Orientation(int tag, boolean swaps, boolean fromBottom, boolean fromRight) {
        this.tag = tag;
        this.swaps = swaps;
        this.fromBottom = fromBottom;
        this.fromRight = fromRight;
    }

    /** Of the tag's number; numbers that the standard does not have mean upright. */
    static Orientation ofTag(int number) {
        for (Orientation orientation : values()) {
            if (orientation.tag == number) {
                return orientation;
            }
        }
        return UPRIGHT;
    }

    /** The tag's number, 1 to 8. */
    public int tag() {
        return tag;
    }

    /** Says whether rows are shown as columns. */
    public boolean swapsAxes() {
        return swaps;
    }

    /** The row in which a stored pixel is shown. */
    int shownRow(int row, int column, int storedHeight, int storedWidth) {
        return swaps ? columnFromEdge(column, storedWidth) : rowFromEdge(row, storedHeight);
    }

    /** The column in which a stored pixel is shown. */
    int shownColumn(int row, int column, int storedHeight, int storedWidth) {
        return swaps ? rowFromEdge(row, storedHeight) : columnFromEdge(column, storedWidth);
    }

    private int rowFromEdge(int row, int storedHeight) {
        return fromBottom ? storedHeight - 1 - row : row;
    }

    private int columnFromEdge(int column, int storedWidth) {
        return fromRight ? storedWidth - 1 - column : column;
    }
}
