package org.asyndgan.imaging.label;

import java.nio.file.Path;
import java.util.Optional;
import org.asyndgan.imaging.file.ImageHeader;
import org.asyndgan.imaging.file.Palette;
import org.asyndgan.imaging.file.StoredImage;
import org.asyndgan.imaging.folder.DatasetException;
import org.asyndgan.imaging.folder.ImageFile;
import org.asyndgan.imaging.folder.LabelMapping;
import org.asyndgan.imaging.folder.PairFile;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.image.RawImage;

/**
 * How a site's label files become numbers: decided once, from all files alike.
 *
 * <p>Where the palette of any of them has a colour, every indexed file is its indices: that is how annotation tools
 * store classes, and a file that happens to show only grey classes is no exception. Where all palettes are grey, an
 * indexed file is its greys.
 */
public final class LabelReading {

    private final LabelMapping mapping;
    private final Optional<Reference> reference;

    private LabelReading(LabelMapping mapping, Optional<Reference> reference) {
        this.mapping = mapping;
        this.reference = reference;
    }

    /** A palette with colours, and the file that has it. */
    private record Reference(Path file, Palette palette) {}

    /**
     * Looks at the heads of all label files.
     *
     * @throws DatasetException ADG-206 if one is no image
     */
    public static LabelReading of(SiteFolder site) {
        for (PairFile pair : site.pairs()) {
            ImageHeader header = ImageFile.header(pair.label());
            Optional<Palette> coloured = header.palette().filter(Palette::isColoured);
            if (coloured.isPresent()) {
                return new LabelReading(site.labelMapping(), Optional.of(new Reference(pair.label(), coloured.get())));
            }
        }
        return new LabelReading(site.labelMapping(), Optional.empty());
    }

    /** Whether indexed files are their indices. */
    public boolean isByIndex() {
        return reference.isPresent();
    }

    /**
     * The numbers of a label, as the site's mapping has them.
     *
     * @return one channel
     * @throws DatasetException ADG-215 if it is in colour or alpha tells its pixels apart, ADG-216 if its palette is
     *     another than that of the site's other files, ADG-217 if it is a JPEG
     */
    public RawImage numbers(StoredImage label, Path file) {
        if (label.isLossy()) {
            throw new DatasetException(
                    "ADG-217",
                    "Label " + file
                            + " is a JPEG, which changes the values near every edge, so that they are no classes."
                            + " Export the labels again as PNG or TIFF.");
        }
        if (label.isFloat()) {
            throw new DatasetException(
                    "ADG-215",
                    "Label " + file
                            + " holds floating-point numbers. A label holds one whole number a pixel, its class:"
                            + " save it with 8 or 16 bits a sample.");
        }
        requireHarmlessAlpha(label, file);
        RawImage numbers = label.numbers(isByIndex());
        if (numbers.channels() != 1) {
            throw new DatasetException(
                    "ADG-215",
                    "Label " + file + " is in colour. A label holds one number a pixel, its class: save it as grey or"
                            + " with a palette.");
        }
        label.palette().ifPresent(palette -> requireSamePalette(palette, numbers, file));
        return mapping.apply(numbers);
    }

    private static void requireHarmlessAlpha(StoredImage label, Path file) {
        StoredImage.Alpha alpha = label.alpha();
        if (alpha != StoredImage.Alpha.HARMLESS) {
            throw new DatasetException(
                    "ADG-215",
                    "Label " + file
                            + (alpha == StoredImage.Alpha.CARRIES_ALL
                                    ? " has its marks in the alpha channel alone; its colour is the same everywhere."
                                    : " is partly transparent where it has values, so that it does not say which of them"
                                            + " count.")
                            + " Flatten it onto black and save it as grey without alpha.");
        }
    }

    private void requireSamePalette(Palette palette, RawImage numbers, Path file) {
        if (reference.isEmpty() || palette.equals(reference.get().palette())) {
            return;
        }
        int[] histogram = numbers.histogram();
        Palette first = reference.get().palette();
        for (int index = 0; index < histogram.length; index++) {
            if (histogram[index] > 0 && !palette.agreesAt(index, first)) {
                throw new DatasetException(
                        "ADG-216",
                        "Label " + file + " shows index " + index + " of its palette as " + palette.colour(index)
                                + ", but " + reference.get().file() + " shows it as " + first.colour(index)
                                + ". An index is a class and must mean the same in all files: save the site's labels with"
                                + " one palette, or as grey.");
            }
        }
    }
}
