package org.asyndgan.worker.page;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.asyndgan.imaging.image.LabelMap;

/** How a mask and an image of the same size are drawn for a page. */
public enum Drawing {
    /** The image alone. */
    IMAGE {
        @Override
        int pixel(LabelMap labels, int channels, byte[] pixels, int p) {
            int plane = labels.size();
            int red = pixels[p] & 0xFF;
            int green = channels == 3 ? pixels[plane + p] & 0xFF : red;
            int blue = channels == 3 ? pixels[2 * plane + p] & 0xFF : red;
            return OPAQUE | (red << 16) | (green << 8) | blue;
        }
    },
    /** The mask on black. */
    MASK {
        @Override
        int pixel(LabelMap labels, int channels, byte[] pixels, int p) {
            int label = labels.at(p);
            return label == 0 ? OPAQUE : OPAQUE | colour(label);
        }
    },
    /** The mask alone, its background transparent, to be laid over the image. */
    OVERLAY {
        @Override
        int pixel(LabelMap labels, int channels, byte[] pixels, int p) {
            int label = labels.at(p);
            return label == 0 ? 0 : OPAQUE | colour(label);
        }
    };

    private static final int OPAQUE = 0xFF000000;

    /** Okabe and Ito's colours for all kinds of colour vision, the brightest first. */
    private static final int[] COLOURS = {0xE69F00, 0x56B4E9, 0x009E73, 0xF0E442, 0xCC79A7, 0xD55E00, 0x0072B2};

    /**
     * The colours of all classes, the background black, as 24-bit RGB by class.
     *
     * @param classes K, the background included
     */
    public static int[] colours(int classes) {
        int[] colours = new int[classes];
        for (int label = 1; label < classes; label++) {
            colours[label] = colour(label);
        }
        return colours;
    }

    private static int colour(int label) {
        return COLOURS[(label - 1) % COLOURS.length];
    }

    abstract int pixel(LabelMap labels, int channels, byte[] pixels, int p);

    /** @return nothing if there is no such drawing */
    public static Optional<Drawing> of(String kind) {
        for (Drawing drawing : values()) {
            if (drawing.name().equals(kind.toUpperCase(Locale.ROOT))) {
                return Optional.of(drawing);
            }
        }
        return Optional.empty();
    }

    /**
     * The drawing as a PNG file.
     *
     * @param channels C of the image: 1 for grey, 3 for colour
     * @param pixels [C, H, W] row-major, 8 bits
     */
    public byte[] png(LabelMap labels, int channels, byte[] pixels) {
        BufferedImage image = new BufferedImage(labels.width(), labels.height(), BufferedImage.TYPE_INT_ARGB);
        for (int p = 0; p < labels.size(); p++) {
            image.setRGB(p % labels.width(), p / labels.width(), pixel(labels, channels, pixels, p));
        }
        try (ByteArrayOutputStream png = new ByteArrayOutputStream()) {
            ImageIO.setUseCache(false);
            ImageIO.write(image, "png", png);
            return png.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("A PNG could not be written to memory", e);
        }
    }
}
