package org.asyndgan.imaging.dataset;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/** Writes small image files; samples are given row by row. */
public final class TestImages {

    private TestImages() {}

    public static void grey(Path file, int width, int... samples) {
        write(file, filled(BufferedImage.TYPE_BYTE_GRAY, width, 1, samples));
    }

    public static void grey16(Path file, int width, int... samples) {
        write(file, filled(BufferedImage.TYPE_USHORT_GRAY, width, 1, samples));
    }

    /** Samples are red, green, blue for each pixel. */
    public static void rgb(Path file, int width, int... samples) {
        write(file, filled(BufferedImage.TYPE_INT_RGB, width, 3, samples));
    }

    /** Samples are red, green, blue, alpha for each pixel. */
    public static void rgba(Path file, int width, int... samples) {
        write(file, filled(BufferedImage.TYPE_INT_ARGB, width, 4, samples));
    }

    /** An image of 8 bits with a palette of colours 0xRRGGBB, of which the samples are indices. */
    public static BufferedImage indexed(int width, int[] colours, int... samples) {
        IndexColorModel palette = new IndexColorModel(8, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
        BufferedImage image =
                new BufferedImage(width, samples.length / width, BufferedImage.TYPE_BYTE_INDEXED, palette);
        for (int p = 0; p < samples.length; p++) {
            image.getRaster().setSample(p % width, p / width, 0, samples[p]);
        }
        return image;
    }

    static BufferedImage filled(int type, int width, int bands, int... samples) {
        BufferedImage image = new BufferedImage(width, samples.length / bands / width, type);
        for (int p = 0; p < samples.length / bands; p++) {
            for (int band = 0; band < bands; band++) {
                image.getRaster().setSample(p % width, p / width, band, samples[p * bands + band]);
            }
        }
        return image;
    }

    public static void write(Path file, BufferedImage image) {
        String name = file.getFileName().toString();
        try {
            Files.createDirectories(file.getParent());
            if (!ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile())) {
                throw new IllegalArgumentException("There is no writer for " + file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A site of 8 x 8 grey pairs named 00, 01, …; each image is its number throughout, with one mark. */
    public static void site(Path folder, int pairs) {
        for (int i = 0; i < pairs; i++) {
            int[] image = new int[64];
            int[] label = new int[64];
            Arrays.fill(image, i);
            image[9] = 200;
            label[9] = 255;
            grey(folder.resolve("images/%02d.png".formatted(i)), 8, image);
            grey(folder.resolve("labels/%02d.png".formatted(i)), 8, label);
        }
    }

    public static void text(Path file, String... lines) {
        try {
            Files.write(file, List.of(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
