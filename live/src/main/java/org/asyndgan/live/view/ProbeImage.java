package org.asyndgan.live.view;

import org.asyndgan.imaging.image.EightBit;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.worker.page.Drawing;

/** One probe image, as it is kept for the page. Immutable as long as the array given to it is left alone. */
public final class ProbeImage {

    private final long step;
    private final int probe;
    private final String site;
    private final LabelMap labels;
    private final int channels;
    private final byte[] pixels;

    /**
     * @param step of the generator whose weights drew it
     * @param probe number of the probe, from 0
     * @param site whose mask it is
     * @param labels the mask
     * @param channels C of the image, 1 or 3
     * @param pixels [C, H, W] row-major, 8 bits; not copied
     */
    public ProbeImage(long step, int probe, String site, LabelMap labels, int channels, byte[] pixels) {
        this.step = step;
        this.probe = probe;
        this.site = site;
        this.labels = labels;
        this.channels = channels;
        this.pixels = pixels;
    }

    public long step() {
        return step;
    }

    public int probe() {
        return probe;
    }

    public String site() {
        return site;
    }

    public LabelMap labels() {
        return labels;
    }

    /** C: 1 for grey, 3 for colour. */
    public int channels() {
        return channels;
    }

    /** In [-1, 1], shape [C, H, W]. */
    FloatTensor image() {
        return EightBit.decode(pixels, channels, labels.height(), labels.width());
    }

    /** Drawn, as a PNG file. */
    public byte[] png(Drawing drawing) {
        return drawing.png(labels, channels, pixels);
    }

    /** Memory of mask and image. */
    int bytes() {
        return pixels.length + labels.size();
    }

    @Override
    public String toString() {
        return "probe " + probe + " at step " + step + ": " + channels + " channels, " + labels;
    }
}
