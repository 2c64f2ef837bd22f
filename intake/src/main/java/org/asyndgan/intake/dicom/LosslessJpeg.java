package org.asyndgan.intake.dicom;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Pixels compressed without loss as JPEG (process 14 of the JPEG standard), decoded by TwelveMonkeys ImageIO; the JDK's own
 * reader does not know the process.
 */
final class LosslessJpeg {

    private static final String PLUGIN = "com.twelvemonkeys.";

    private LosslessJpeg() {}

    /**
     * @param frame the one frame
     * @param bytes of a pixel: 1 or 2
     * @return the pixels as they were before, little-endian
     * @throws IllegalArgumentException if the frame is damaged or does not hold so many pixels
     */
    static ByteBuffer decode(ByteBuffer frame, int pixels, int bytes) {
        byte[] content = new byte[frame.remaining()];
        frame.duplicate().get(content);
        ImageReader reader = reader();
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            reader.setInput(in);
            reader.addIIOReadWarningListener((source, warning) -> {
                throw new IllegalArgumentException(warning);
            });
            return samples(reader.readRaster(0, null), pixels, bytes);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader reader() {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith(PLUGIN)) {
                return reader;
            }
        }
        throw new IllegalStateException("The JPEG reader of TwelveMonkeys ImageIO is not on the class path");
    }

    private static ByteBuffer samples(Raster raster, int pixels, int bytes) {
        int width = raster.getWidth();
        if ((long) width * raster.getHeight() != pixels || raster.getNumBands() != 1 || bytes > 2) {
            throw new IllegalArgumentException("it holds " + raster);
        }
        ByteBuffer samples = ByteBuffer.allocate(pixels * bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int p = 0; p < pixels; p++) {
            int sample = raster.getSample(p % width, p / width, 0);
            if (bytes == 1) {
                samples.put((byte) sample);
            } else {
                samples.putShort((short) sample);
            }
        }
        return samples.flip();
    }
}
