package org.asyndgan.live.view;

import java.util.Optional;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.worker.page.Drawing;

/** One image that a site was sent, as it is kept for the page. Immutable as long as the array given to it is left alone. */
public final class SentImage {

    private final Optional<LabelMap> mask;
    private final int channels;
    private final int height;
    private final int width;
    private final byte[] pixels;

    /**
     * @param mask of the image's height and width; nothing where it could not be found
     * @param channels C, 1 or 3
     * @param pixels [C, H, W] row-major, 8 bits; not copied
     */
    public SentImage(Optional<LabelMap> mask, int channels, int height, int width, byte[] pixels) {
        this.mask = mask;
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.pixels = pixels;
    }

    boolean hasMask() {
        return mask.isPresent();
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    /** Drawn, as a PNG file; nothing if that takes a mask and there is none. */
    public Optional<byte[]> png(Drawing drawing) {
        return drawing == Drawing.IMAGE && mask.isEmpty()
                ? Optional.of(drawing.png(LabelMap.of(height, width, 2, new byte[height * width]), channels, pixels))
                : mask.map(labels -> drawing.png(labels, channels, pixels));
    }

    /** Memory of mask and image. */
    int bytes() {
        return pixels.length + mask.map(LabelMap::size).orElse(0);
    }

    @Override
    public String toString() {
        return channels + " x " + height + " x " + width + (mask.isPresent() ? " with its mask" : " without a mask");
    }
}
