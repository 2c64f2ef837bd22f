package org.asyndgan.imaging.image;

import java.security.MessageDigest;
import java.util.Arrays;

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
    // One of the two is empty: large images of 8 bits take a byte a sample.
    private final byte[] bytes;
    private final char[] samples;

    private RawImage(int channels, int height, int width, int bits, byte[] bytes, char[] samples) {
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.bits = bits;
        this.bytes = bytes;
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
        requireShape(channels, height, width, bits, samples.length);
        if (bits == 16) {
            return new RawImage(channels, height, width, bits, new byte[0], samples);
        }
        byte[] bytes = new byte[samples.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) samples[i];
        }
        return new RawImage(channels, height, width, bits, bytes, new char[0]);
    }

    private static void requireShape(int channels, int height, int width, int bits, int samples) {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("An image has 1 or 3 channels, not " + channels);
        }
        if (bits != 8 && bits != 16) {
            throw new IllegalArgumentException("An image has 8 or 16 bits a sample, not " + bits);
        }
        if (height < 1 || width < 1 || samples != (long) channels * height * width) {
            throw new IllegalArgumentException("An image of shape [" + channels + ", " + height + ", " + width
                    + "] cannot have " + samples + " samples");
        }
    }

    /**
     * An image to be filled sample by sample.
     *
     * @param channels 1 or 3
     * @param bits 8 or 16
     */
    public static Builder builder(int channels, int height, int width, int bits) {
        return new Builder(channels, height, width, bits);
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
        return bits == 8 ? bytes.length : samples.length;
    }

    /** The sample at a row-major position of [C, H, W], 0 … {@link #ceiling()}. */
    public int at(int position) {
        return bits == 8 ? bytes[position] & 0xFF : samples[position];
    }

    /** How often each value 0 … {@link #ceiling()} occurs, over all channels. */
    public int[] histogram() {
        int[] counts = new int[ceiling() + 1];
        for (int i = 0; i < size(); i++) {
            counts[at(i)]++;
        }
        return counts;
    }

    /** Whether all channels are equal in every pixel. */
    public boolean isGrey() {
        int plane = height * width;
        for (int p = 0; channels == 3 && p < plane; p++) {
            if (at(p) != at(plane + p) || at(p) != at(2 * plane + p)) {
                return false;
            }
        }
        return true;
    }

    /** The first channel alone. */
    public RawImage firstChannel() {
        if (channels == 1) {
            return this;
        }
        int plane = height * width;
        return new RawImage(
                1,
                height,
                width,
                bits,
                bits == 8 ? Arrays.copyOf(bytes, plane) : bytes,
                bits == 8 ? samples : Arrays.copyOf(samples, plane));
    }

    /** Says whether all samples are equal. */
    public boolean isUniform() {
        for (int i = 1; i < size(); i++) {
            if (at(i) != at(0)) {
                return false;
            }
        }
        return true;
    }

    /** The samples as bytes, row by row and channel by channel; two bytes a sample of 16 bits. */
    public void digestInto(MessageDigest digest) {
        byte[] row = new byte[bits == 8 ? width : 2 * width];
        for (int start = 0; start < size(); start += width) {
            for (int x = 0; x < width; x++) {
                int sample = at(start + x);
                if (bits == 8) {
                    row[x] = (byte) sample;
                } else {
                    row[2 * x] = (byte) (sample >> 8);
                    row[2 * x + 1] = (byte) sample;
                }
            }
            digest.update(row);
        }
    }

    /** The shape and depth alone, such as {@code uint8[1, 256, 256]}. */
    @Override
    public String toString() {
        return "uint" + bits + "[" + channels + ", " + height + ", " + width + "]";
    }

    /** An image that is being filled; used by one thread. */
    public static final class Builder {

        private final RawImage image;

        private Builder(int channels, int height, int width, int bits) {
            int size = Math.multiplyExact(Math.multiplyExact(channels, height), width);
            requireShape(channels, height, width, bits, size);
            this.image = new RawImage(
                    channels, height, width, bits, new byte[bits == 8 ? size : 0], new char[bits == 8 ? 0 : size]);
        }

        public void set(int channel, int y, int x, int sample) {
            int position = (channel * image.height + y) * image.width + x;
            if (image.bits == 8) {
                image.bytes[position] = (byte) sample;
            } else {
                image.samples[position] = (char) sample;
            }
        }

        /** The image; it owns the samples, so the builder must not be used again. */
        public RawImage build() {
            return image;
        }
    }
}
