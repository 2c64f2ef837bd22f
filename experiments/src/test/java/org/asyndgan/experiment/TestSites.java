package org.asyndgan.experiment;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Folders of little images: a bright square on dark ground. */
public final class TestSites {

    public static final int SIDE = 16;

    private TestSites() {}

    public static void write(Path root, String site, int pairs) {
        for (int i = 0; i < pairs; i++) {
            BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
            BufferedImage label = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
            for (int y = 3; y < 9; y++) {
                for (int x = 2 + i % 4; x < 8 + i % 4; x++) {
                    image.getRaster().setSample(x, y, 0, 200 + i);
                    label.getRaster().setSample(x, y, 0, 255);
                }
            }
            write(image, root.resolve(site).resolve("images").resolve("0" + i + ".png"));
            write(label, root.resolve(site).resolve("labels").resolve("0" + i + ".png"));
        }
    }

    private static void write(BufferedImage picture, Path file) {
        try {
            Files.createDirectories(file.getParent());
            ImageIO.write(picture, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
