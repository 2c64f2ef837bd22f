package org.asyndgan.core.dataset;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.asyndgan.core.image.LabelMap;

/** Writes label maps as the files that {@link SiteDataset} reads: grey PNG with the class table's values. */
public final class LabelFile {

    private static final int LARGEST_BYTE = 255;

    private LabelFile() {}

    /** Makes the file's folder where there is none; 8 bits if all values fit, else 16. */
    public static void write(Path file, LabelMap labels, ClassTable classes) {
        int largest = classes.values().get(classes.classes() - 1);
        BufferedImage picture = new BufferedImage(
                labels.width(),
                labels.height(),
                largest <= LARGEST_BYTE ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_USHORT_GRAY);
        for (int p = 0; p < labels.size(); p++) {
            picture.getRaster()
                    .setSample(
                            p % labels.width(),
                            p / labels.width(),
                            0,
                            classes.values().get(labels.at(p)));
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            ImageIO.write(picture, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("The mask cannot be written to " + file, e);
        }
    }
}
