package org.asyndgan.imaging.file;

import java.awt.image.Raster;
import java.util.Optional;
import org.asyndgan.imaging.image.RawImage;

/**
 * The samples of a decoded file, together with what says how they are meant.
 *
 * <p>Rows and columns are those that viewers show: the file's {@link Orientation} is applied by every reading.
 */
public final class StoredImage {

    private static final int FULL = 65_535;

    private final Raster raster;
    private final Kind kind;
    private final Orientation orientation;
    private final Optional<Palette> palette;

    StoredImage(Raster raster, Kind kind, Orientation orientation, Optional<Palette> palette) {
        this.raster = raster;
        this.kind = kind;
        this.orientation = orientation;
        this.palette = palette;
    }

    /**
     * What the samples are.
     *
     * @param colours 1 or 3, the bands before alpha
     * @param bits a sample: 1 to 8, or 16; of floating-point samples 32 or 64
     * @param isFloat whether samples are floating-point numbers
     * @param isWhiteZero whether 0 is white, as a TIFF file may say
     * @param hasAlpha whether the last band is alpha
     * @param isLossy whether the file is a JPEG, whose samples are near what was saved
     */
    record Kind(int colours, int bits, boolean isFloat, boolean isWhiteZero, boolean hasAlpha, boolean isLossy) {

        /** The largest sample of these bits. */
        int ceiling() {
            return (1 << bits) - 1;
        }
    }

    public int height() {
        return orientation.swapsAxes() ? raster.getWidth() : raster.getHeight();
    }

    public int width() {
        return orientation.swapsAxes() ? raster.getHeight() : raster.getWidth();
    }

    public Orientation orientation() {
        return orientation;
    }

    public Optional<Palette> palette() {
        return palette;
    }

    /** Whether the file is a JPEG. */
    public boolean isLossy() {
        return kind.isLossy();
    }

    /** Whether samples are floating-point numbers. */
    public boolean isFloat() {
        return kind.isFloat();
    }

    /** Whether 0 is white. */
    public boolean isWhiteZero() {
        return kind.isWhiteZero();
    }

    /**
     * The image as viewers show it: palette resolved, 0 black, without alpha; grey where all colours are equal.
     *
     * <p>Floating-point samples become 16 bits: of [0, 1] if they all lie in it, of the range of the finite ones
     * otherwise; NaN and infinities become the darkest.
     */
    public RawImage shown() {
        if (palette.isPresent()) {
            return greyIfEqual(resolved(palette.get()));
        }
        if (kind.isFloat()) {
            return greyIfEqual(scaled());
        }
        int ceiling = kind.ceiling();
        int factor = kind.bits() < 8 ? 255 / ceiling : 1;
        return greyIfEqual(planes(sample -> (kind.isWhiteZero() ? ceiling - sample : sample) * factor));
    }

    /**
     * The numbers of a label: an indexed image's indices, or else its greys.
     *
     * <p>Where 0 is white, the numbers are those stored, because programs that write masks of two values so mean
     * them so. One to four bits are stretched to eight, as viewers do.
     *
     * @param byIndex whether an indexed image is its indices; if not, it is the greys of its palette
     * @return one channel, or three where the colours differ
     */
    public RawImage numbers(boolean byIndex) {
        if (palette.isPresent()) {
            return byIndex ? planes(sample -> sample) : greyIfEqual(resolved(palette.get()));
        }
        int factor = kind.bits() < 8 ? 255 / kind.ceiling() : 1;
        return greyIfEqual(planes(sample -> sample * factor));
    }

    /** How an alpha channel bears on a label's colours. */
    public enum Alpha {
        /** There is none, or it is the same everywhere, or nothing but the background is transparent. */
        HARMLESS,
        /** All colours are one, so that only alpha tells pixels apart. */
        CARRIES_ALL,
        /** Pixels that show nothing have colours of their own, or pixels are half transparent. */
        CONTRADICTS
    }

    /** Says whether the colours alone tell what the image shows. */
    public Alpha alpha() {
        if (!kind.hasAlpha()) {
            return Alpha.HARMLESS;
        }
        int band = raster.getNumBands() - 1;
        boolean varies = false;
        boolean hasColour = false;
        boolean contradicts = false;
        int[] alpha = new int[raster.getWidth()];
        int[] colour = new int[raster.getWidth()];
        int first = raster.getSample(raster.getMinX(), raster.getMinY(), band);
        int firstColour = raster.getSample(raster.getMinX(), raster.getMinY(), 0);
        for (int row = 0; row < raster.getHeight(); row++) {
            readRow(row, band, alpha);
            for (int c = 0; c < kind.colours(); c++) {
                readRow(row, c, colour);
                for (int column = 0; column < colour.length; column++) {
                    varies |= alpha[column] != first;
                    hasColour |= colour[column] != firstColour;
                    contradicts |= alpha[column] != kind.ceiling() && colour[column] != 0;
                }
            }
        }
        if (!varies) {
            return Alpha.HARMLESS;
        }
        return hasColour ? contradicts ? Alpha.CONTRADICTS : Alpha.HARMLESS : Alpha.CARRIES_ALL;
    }

    private void readRow(int row, int band, int[] into) {
        raster.getSamples(raster.getMinX(), raster.getMinY() + row, into.length, 1, band, into);
    }

    private RawImage planes(java.util.function.IntUnaryOperator meaning) {
        RawImage.Builder image = RawImage.builder(kind.colours(), height(), width(), Math.max(8, kind.bits()));
        int[] row = new int[raster.getWidth()];
        for (int c = 0; c < kind.colours(); c++) {
            for (int r = 0; r < raster.getHeight(); r++) {
                readRow(r, c, row);
                for (int column = 0; column < row.length; column++) {
                    image.set(c, shownRow(r, column), shownColumn(r, column), meaning.applyAsInt(row[column]));
                }
            }
        }
        return image.build();
    }

    private int shownRow(int row, int column) {
        return orientation.shownRow(row, column, raster.getHeight(), raster.getWidth());
    }

    private int shownColumn(int row, int column) {
        return orientation.shownColumn(row, column, raster.getHeight(), raster.getWidth());
    }

    private RawImage resolved(Palette colours) {
        RawImage.Builder image = RawImage.builder(colours.isColoured() ? 3 : 1, height(), width(), 8);
        int[] row = new int[raster.getWidth()];
        for (int r = 0; r < raster.getHeight(); r++) {
            readRow(r, 0, row);
            for (int column = 0; column < row.length; column++) {
                int index = Math.min(row[column], colours.size() - 1);
                int y = shownRow(r, column);
                int x = shownColumn(r, column);
                image.set(0, y, x, colours.red(index));
                if (colours.isColoured()) {
                    image.set(1, y, x, colours.green(index));
                    image.set(2, y, x, colours.blue(index));
                }
            }
        }
        return image.build();
    }

    private RawImage scaled() {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        double[] row = new double[raster.getWidth()];
        for (int c = 0; c < kind.colours(); c++) {
            for (int r = 0; r < raster.getHeight(); r++) {
                raster.getSamples(raster.getMinX(), raster.getMinY() + r, row.length, 1, c, row);
                for (double sample : row) {
                    if (Double.isFinite(sample)) {
                        low = Math.min(low, sample);
                        high = Math.max(high, sample);
                    }
                }
            }
        }
        boolean isUnit = low >= 0 && high <= 1;
        double black = isUnit ? 0 : low;
        double scale = isUnit ? FULL : high > low ? FULL / (high - low) : 0;
        RawImage.Builder image = RawImage.builder(kind.colours(), height(), width(), 16);
        for (int c = 0; c < kind.colours(); c++) {
            for (int r = 0; r < raster.getHeight(); r++) {
                raster.getSamples(raster.getMinX(), raster.getMinY() + r, row.length, 1, c, row);
                for (int column = 0; column < row.length; column++) {
                    double sample = row[column];
                    int grey = Double.isFinite(sample) ? (int) Math.round((sample - black) * scale) : 0;
                    image.set(c, shownRow(r, column), shownColumn(r, column), kind.isWhiteZero() ? FULL - grey : grey);
                }
            }
        }
        return image.build();
    }

    private static RawImage greyIfEqual(RawImage image) {
        return image.isGrey() ? image.firstChannel() : image;
    }
}
