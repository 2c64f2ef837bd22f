package org.asyndgan.imaging.folder;

import java.awt.Point;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.imaging.dataset.SiteDataset;

/** Writes images and label maps as the files that {@link SiteDataset} reads. */
public final class PngFile {

    private static final int LARGEST_BYTE = 255;

    private PngFile() {}

    /**
     * Makes the file's folder where there is none; 8 bits a sample if it is grey and all values fit, else 16.
     *
     * @param values [C, H, W], row-major, 0 … 65535
     * @param channels C: 1 for grey, 3 for colour
     * @throws UncheckedIOException if it cannot be written; a file that was there is then what it was
     */
    public static void write(Path file, int[] values, int channels, int height, int width) {
        boolean isWide = channels == 3 || Arrays.stream(values).max().orElse(0) > LARGEST_BYTE;
        write(file, values, channels, height, width, isWide);
    }

    public static void write(Path file, int[] values, int channels, int height, int width, boolean isWide) {
        int type = isWide ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE;
        WritableRaster raster = Raster.createInterleavedRaster(type, width, height, channels, new Point(0, 0));
        for (int i = 0; i < values.length; i++) {
            int p = i % (height * width);
            raster.setSample(p % width, p / width, i / (height * width), values[i]);
        }
        ColorSpace space = ColorSpace.getInstance(channels == 3 ? ColorSpace.CS_sRGB : ColorSpace.CS_GRAY);
        var model = new ComponentColorModel(space, false, false, ComponentColorModel.OPAQUE, type);
        write(file, new BufferedImage(model, raster, false, null));
    }

    public static void write(Path file, BufferedImage image) {
        try {
            ImageIO.setUseCache(false);
            // Encoded first: ImageIO says nothing of a disk that is full or read-only.
            ByteArrayOutputStream encoded = new ByteArrayOutputStream();
            ImageIO.write(image, "png", encoded);
            Files.createDirectories(file.toAbsolutePath().getParent());
            writeWhole(file, encoded.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("The image cannot be written to " + file + ": " + FileTrouble.reason(e), e);
        }
    }

    /** Beside it and renamed: on a disk that is full, part of an image would be taken for the whole. */
    private static void writeWhole(Path file, byte[] bytes) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(fresh, bytes);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            try {
                Files.deleteIfExists(fresh);
            } catch (IOException kept) {
                failed.addSuppressed(kept);
            }
            throw failed;
        }
    }
}
