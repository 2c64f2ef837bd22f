package org.asyndgan.imaging.dataset;

import java.nio.file.Path;
import org.asyndgan.imaging.image.LabelMap;

/** Writes label maps as the files that {@link SiteDataset} reads: grey PNG with the class table's values. */
public final class LabelFile {

    private static final int LARGEST_BYTE = 255;

    private LabelFile() {}

    /**
     * Makes the file's folder where there is none; 8 bits if all values of the table fit, else 16.
     *
     * @throws java.io.UncheckedIOException if it cannot be written
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
}
