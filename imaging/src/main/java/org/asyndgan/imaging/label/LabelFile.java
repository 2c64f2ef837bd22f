package org.asyndgan.imaging.label;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.folder.PngFile;
import org.asyndgan.imaging.image.LabelMap;

/** Writes label maps as the files that {@link SiteDataset} reads: PNG, grey with the class table's values, or in colours. */
public final class LabelFile {

    private static final int LARGEST_BYTE = 255;
    private static final int BITS = 8;

    private LabelFile() {}

    /**
     * Makes the file's folder where there is none; 8 bits if all values of the table fit, else 16.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public static void write(Path file, LabelMap labels, ClassTable classes) {
        int[] values = new int[labels.size()];
        for (int p = 0; p < values.length; p++) {
            values[p] = classes.values().get(labels.at(p));
        }
        // One depth for all masks of a table, whichever classes the image has.
        boolean isWide = classes.values().get(classes.classes() - 1) > LARGEST_BYTE;
        PngFile.write(file, values, 1, labels.height(), labels.width(), isWide);
    }

    /**
     * Writes a palette and, of every pixel, its class, so that people see the classes apart, whatever their values were,
     * and readers of palettes read them. Makes the file's folder where there is none.
     *
     * @param colours 24-bit RGB by class, as many as there are classes, some of them no grey
     * @throws UncheckedIOException if it cannot be written
     */
    public static void writeColoured(Path file, LabelMap labels, int[] colours) {
        var palette = new IndexColorModel(BITS, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
        var image = new BufferedImage(labels.width(), labels.height(), BufferedImage.TYPE_BYTE_INDEXED, palette);
        for (int p = 0; p < labels.size(); p++) {
            image.getRaster().setSample(p % labels.width(), p / labels.width(), 0, labels.at(p));
        }
        PngFile.write(file, image);
    }
}
