package org.asyndgan.imaging.dataset;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.asyndgan.imaging.image.RawImage;

/**
 * Reads PNG, TIFF and JPEG files with the JDK's own readers.
 *
 * <p>An alpha channel is dropped. A colour image whose channels are all equal counts as grey. The
 * palette of an image is resolved; a label with a coloured palette keeps the palette's indices, which
 * is how annotation tools store classes, while a palette of greys counts as greys.
 */
final class ImageFile {

    static {
        // The files are local: a disk cache for their streams would only copy patients' images about.
        ImageIO.setUseCache(false);
    }

    private ImageFile() {}

    /** @throws DatasetException ADG-206 if the file is no image of 8 or 16 bits */
    static RawImage readImage(Path file) {
        BufferedImage decoded = decode(file);
        return decoded.getColorModel() instanceof IndexColorModel palette
                ? greyIfEqual(resolved(decoded.getRaster(), palette))
                : samples(file, decoded);
    }

    /** @throws DatasetException ADG-206 if the file is no image, ADG-215 if it is in colour */
    static RawImage readLabel(Path file) {
        BufferedImage decoded = decode(file);
        RawImage label;
        if (decoded.getColorModel() instanceof IndexColorModel palette) {
            RawImage resolved = greyIfEqual(resolved(decoded.getRaster(), palette));
            label = resolved.channels() == 1 ? resolved : planes(decoded.getRaster(), 1, 8);
        } else {
            label = samples(file, decoded);
        }
        if (label.channels() != 1) {
            throw new DatasetException(
                    "ADG-215",
                    "Label " + file + " is in colour. A label holds one number a pixel, its class: save it as grey or"
                            + " with a palette.");
        }
        return label;
    }

    private static BufferedImage decode(Path file) {
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = stream == null ? null : ImageIO.getImageReaders(stream);
            if (readers == null || !readers.hasNext()) {
                throw unreadable(file, "it is no PNG, TIFF or JPEG", null);
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream);
                int pages = reader.getNumImages(true);
                if (pages != 1) {
                    throw unreadable(file, "it holds " + pages + " images, and a file holds one here", null);
                }
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException | IllegalStateException e) {
            throw unreadable(file, "its content is broken or of a kind the JDK does not read", e);
        }
    }

    private static RawImage samples(Path file, BufferedImage image) {
        Raster raster = image.getRaster();
        int type = raster.getDataBuffer().getDataType();
        int bits = image.getColorModel().getComponentSize(0);
        boolean isPlain = type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT || type == DataBuffer.TYPE_INT;
        if (!isPlain || bits > 16 || (bits > 8 && type == DataBuffer.TYPE_INT)) {
            throw unreadable(file, "its samples are not whole numbers of 8 or 16 bits", null);
        }
        int colours = image.getColorModel().getNumColorComponents();
        return greyIfEqual(planes(raster, colours == 1 ? 1 : 3, bits <= 8 ? 8 : 16));
    }

    private static RawImage planes(Raster raster, int channels, int bits) {
        int height = raster.getHeight();
        int width = raster.getWidth();
        char[] samples = new char[channels * height * width];
        int[] row = new int[width];
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < height; y++) {
                raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, c, row);
                for (int x = 0; x < width; x++) {
                    samples[(c * height + y) * width + x] = (char) row[x];
                }
            }
        }
        return RawImage.adopt(channels, height, width, bits, samples);
    }

    private static RawImage resolved(Raster raster, IndexColorModel palette) {
        RawImage indices = planes(raster, 1, 8);
        int plane = indices.size();
        char[] colours = new char[3 * plane];
        for (int p = 0; p < plane; p++) {
            colours[p] = (char) palette.getRed(indices.at(p));
            colours[plane + p] = (char) palette.getGreen(indices.at(p));
            colours[2 * plane + p] = (char) palette.getBlue(indices.at(p));
        }
        return RawImage.adopt(3, indices.height(), indices.width(), 8, colours);
    }

    private static RawImage greyIfEqual(RawImage image) {
        if (image.channels() == 1) {
            return image;
        }
        int plane = image.height() * image.width();
        char[] grey = new char[plane];
        for (int p = 0; p < plane; p++) {
            if (image.at(p) != image.at(plane + p) || image.at(p) != image.at(2 * plane + p)) {
                return image;
            }
            grey[p] = (char) image.at(p);
        }
        return RawImage.adopt(1, image.height(), image.width(), image.bits(), grey);
    }

    private static DatasetException unreadable(Path file, String why, Throwable cause) {
        return new DatasetException(
                "ADG-206",
                "File " + file + " cannot be read: " + why + ". Save it again as PNG, TIFF or JPEG with 8 or 16 bits a"
                        + " sample.",
                cause);
    }
}
