package org.asyndgan.imaging.image;

/**
 * An image as its file holds it: unsigned samples of 8 or 16 bits, one or three channels.
 *
 * <p>Immutable. Prints its shape only.
 */
public final class RawImage {

    private final int channels;
    private final int height;
    private final int width;
    private final int bits;
    private final char[] samples;

    private RawImage(int channels, int height, int width, int bits, char[] samples) {
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.bits = bits;
        this.samples = samples;
    }

    /**
     * An image that owns these samples from now on; the caller must not write to them again.
     *
     * @param channels 1 (grey) or 3 (red, green, blue)
     * @param bits 8 or 16; a sample lies in 0 … 2^bits - 1
     * @param samples row-major, [C, H, W]
     */
    public static RawImage adopt(int channels, int height, int width, int bits, char[] samples) {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("An image has 1 or 3 channels, not " + channels);
        }
        if (bits != 8 && bits != 16) {
            throw new IllegalArgumentException("An image has 8 or 16 bits a sample, not " + bits);
        }
        if (height < 1 || width < 1 || samples.length != (long) channels * height * width) {
            throw new IllegalArgumentException("An image of shape [" + channels + ", " + height + ", " + width
                    + "] cannot have " + samples.length + " samples");
        }
        return new RawImage(channels, height, width, bits, samples);
    }

    public int channels() {
        return channels;
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    /** Bits a sample, 8 or 16. */
    public int bits() {
        return bits;
    }

    /** The largest value a sample can have: 255 or 65535. */
    public int ceiling() {
        return (1 << bits) - 1;
    }

    /** Number of samples, C · H · W. */
    public int size() {
        return samples.length;
    }

    /** The sample at a row-major position of [C, H, W], 0 … {@link #ceiling()}. */
    public int at(int position) {
        return samples[position];
    }

    /** How often each value 0 … {@link #ceiling()} occurs, over all channels. */
    public int[] histogram() {
        int[] counts = new int[ceiling() + 1];
        for (char sample : samples) {
            counts[sample]++;
        }
        return counts;
    }

    /** The same image in three channels; a grey one is repeated. */
    public RawImage inColour() {
        if (channels == 3) {
            return this;
        }
        char[] repeated = new char[3 * samples.length];
        for (int c = 0; c < 3; c++) {
            System.arraycopy(samples, 0, repeated, c * samples.length, samples.length);
        }
        return new RawImage(3, height, width, bits, repeated);
    }

    /** The shape and depth alone, such as {@code uint8[1, 256, 256]}. */
    @Override
    public String toString() {
        return "uint" + bits + "[" + channels + ", " + height + ", " + width + "]";
    }
}
