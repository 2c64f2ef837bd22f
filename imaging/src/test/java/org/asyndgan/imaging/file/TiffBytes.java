package org.asyndgan.imaging.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Writes small uncompressed grey TIFF and BigTIFF files, tag by tag, as the standard has them. */
public final class TiffBytes {

    private static final int SHORT = 3;
    private static final int LONG = 4;

    private final Map<Integer, Integer> tags = new TreeMap<>();
    private final byte[] samples;
    private boolean isBig;

    private TiffBytes(int height, int width, int bits, byte[] samples) {
        this.samples = samples;
        tags.put(256, width);
        tags.put(257, height);
        tags.put(258, bits);
        tags.put(259, 1);
        tags.put(262, 1);
        tags.put(277, 1);
        tags.put(278, height);
        tags.put(279, samples.length);
    }

    /** @param samples row by row; bytes of 8 bits, or rows of packed bits */
    public static TiffBytes of(int height, int width, int bits, int... samples) {
        byte[] bytes = new byte[samples.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) samples[i];
        }
        return new TiffBytes(height, width, bits, bytes);
    }

    static TiffBytes floats(int width, float... samples) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float sample : samples) {
            bytes.putFloat(sample);
        }
        return new TiffBytes(samples.length / width, width, 32, bytes.array()).tag(339, 3);
    }

    /** Sets a tag of one number, such as 262 (photometric interpretation), 274 (orientation), 339 (sample format). */
    public TiffBytes tag(int tag, int value) {
        tags.put(tag, value);
        return this;
    }

    TiffBytes big() {
        isBig = true;
        return this;
    }

    public void write(Path file) {
        int entry = isBig ? 20 : 12;
        int head = isBig ? 16 : 8;
        tags.put(273, 0);
        int directory = (isBig ? 8 : 2) + tags.size() * entry + (isBig ? 8 : 4);
        tags.put(273, head + directory);
        ByteBuffer bytes =
                ByteBuffer.allocate(head + directory + samples.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 'I').put((byte) 'I').putShort((short) (isBig ? 43 : 42));
        if (isBig) {
            bytes.putShort((short) 8).putShort((short) 0).putLong(head).putLong(tags.size());
        } else {
            bytes.putInt(head).putShort((short) tags.size());
        }
        tags.forEach((tag, value) -> put(bytes, tag, value));
        bytes.position(head + directory);
        bytes.put(samples);
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(ByteBuffer bytes, int tag, int value) {
        boolean isLong = tag == 273 || tag == 279;
        bytes.putShort((short) tag).putShort((short) (isLong ? LONG : SHORT));
        if (isBig) {
            bytes.putLong(1).putLong(value);
        } else {
            bytes.putInt(1).putInt(value);
        }
    }
}
