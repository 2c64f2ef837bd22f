package org.asyndgan.imaging.file;

import com.twelvemonkeys.imageio.metadata.CompoundDirectory;
import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * What the tags of a TIFF file say, and of PNG and JPEG those that their EXIF part has.
 *
 * <p>EXIF is a small TIFF file inside another: in the segment APP1 of a JPEG, in the chunk eXIf of a PNG.
 */
final class FileTags {

    static final String TO_RGB =
            "Convert it to RGB or grey, such as with ImageMagick: convert FILE -colorspace sRGB OUT.";

    private static final int BITS_PER_SAMPLE = 258;
    private static final int PHOTOMETRIC = 262;
    private static final int ORIENTATION = 274;
    private static final int SAMPLE_FORMAT = 339;

    private static final int WHITE_IS_ZERO = 0;
    private static final int PALETTE = 3;
    private static final int CMYK = 5;
    private static final int YCBCR = 6;
    private static final int SIGNED = 2;

    private final Format format;
    private final Optional<Directory> directory;

    private final boolean isFourColour;

    private FileTags(Format format, Optional<Directory> directory, boolean isFourColour) {
        this.format = format;
        this.directory = directory;
        this.isFourColour = isFourColour;
    }

    private enum Format {
        TIFF,
        JPEG,
        OTHER
    }

    /** Reads the tags and puts the stream back to its start. */
    static FileTags of(ImageInputStream stream) throws IOException {
        stream.mark();
        try {
            int first = stream.readUnsignedShort();
            stream.seek(0);
            if (first == 0x4949 || first == 0x4D4D) {
                return new FileTags(Format.TIFF, Optional.of(first(new TIFFReader().read(stream))), false);
            }
            if (first == 0xFFD8) {
                return ofJpeg(stream);
            }
            return new FileTags(Format.OTHER, exifOfPng(stream).map(FileTags::exif), false);
        } catch (EOFException tooShort) {
            // Whatever is no image is told by whoever decodes it.
            return new FileTags(Format.OTHER, Optional.empty(), false);
        } finally {
            stream.reset();
        }
    }

    private static Directory first(Directory directory) {
        return directory instanceof CompoundDirectory pages && pages.directoryCount() > 0
                ? pages.getDirectory(0)
                : directory;
    }

    private static Directory exif(byte[] content) {
        try {
            return first(new TIFFReader().read(new MemoryCacheImageInputStream(new ByteArrayInputStream(content))));
        } catch (IOException damaged) {
            throw new UnreadableException(
                    "its EXIF part is damaged, so that nobody knows which way up it is",
                    "Save it again without EXIF, upright.",
                    damaged);
        }
    }

    private static FileTags ofJpeg(ImageInputStream stream) throws IOException {
        Optional<byte[]> exif = Optional.empty();
        boolean isFourColour = false;
        stream.seek(2);
        while (true) {
            int marker = stream.readUnsignedShort();
            // Past the start of the scan or outside of the format there are no more headers.
            if (marker < 0xFFC0 || marker == 0xFFDA || marker == 0xFFD9) {
                return new FileTags(Format.JPEG, exif.map(FileTags::exif), isFourColour);
            }
            int length = stream.readUnsignedShort() - 2;
            long next = stream.getStreamPosition() + length;
            if (marker == 0xFFE1 && length > 6 && stream.readInt() == 0x45786966) {
                stream.readUnsignedShort();
                byte[] content = new byte[length - 6];
                stream.readFully(content);
                exif = Optional.of(content);
            } else if (isFrame(marker)) {
                // Bits, height and width stand before the number of colours.
                stream.skipBytes(5);
                isFourColour = stream.readUnsignedByte() == 4;
            }
            stream.seek(next);
        }
    }

    /** SOF0 to SOF15 without the tables among them. */
    private static boolean isFrame(int marker) {
        return marker >= 0xFFC0 && marker <= 0xFFCF && marker != 0xFFC4 && marker != 0xFFC8 && marker != 0xFFCC;
    }

    private static Optional<byte[]> exifOfPng(ImageInputStream stream) throws IOException {
        if (stream.readLong() != 0x89504E470D0A1A0AL) {
            return Optional.empty();
        }
        while (true) {
            long length = stream.readUnsignedInt();
            int type = stream.readInt();
            if (type == 0x65584966 && length < 1 << 20) {
                byte[] content = new byte[(int) length];
                stream.readFully(content);
                return Optional.of(content);
            }
            if (type == 0x49454E44) {
                return Optional.empty();
            }
            stream.seek(stream.getStreamPosition() + length + 4);
        }
    }

    boolean isTiff() {
        return format == Format.TIFF;
    }

    boolean isJpeg() {
        return format == Format.JPEG;
    }

    Orientation orientation() {
        return Orientation.ofTag(number(ORIENTATION).orElse(1));
    }

    /** Bits a sample, where the file says so. */
    Optional<Integer> bits() {
        return isTiff() ? Optional.of(number(BITS_PER_SAMPLE).orElse(1)) : Optional.empty();
    }

    /** Whether a TIFF file says that 0 is white. */
    boolean isWhiteZero() {
        return isTiff() && photometric() == WHITE_IS_ZERO;
    }

    /** Whether stored samples are no colours yet. */
    boolean needsConversion() {
        return photometric() == YCBCR;
    }

    private int photometric() {
        return number(PHOTOMETRIC).orElse(1);
    }

    /** @throws UnreadableException if the samples mean something that is not read */
    void requireReadable() {
        if (isFourColour || (isTiff() && photometric() == CMYK)) {
            throw new UnreadableException("its colours are CMYK", TO_RGB);
        }
        if (!isTiff()) {
            return;
        }
        if (photometric() > PALETTE && !needsConversion()) {
            throw new UnreadableException(
                    "its colours are of a kind that is not read (photometric interpretation " + photometric() + ")",
                    TO_RGB);
        }
        if (number(SAMPLE_FORMAT).orElse(1) == SIGNED) {
            throw new UnreadableException(
                    "its samples are signed numbers",
                    "Add what makes the smallest of them 0 or more, and save it with unsigned samples of 8 or 16 bits.");
        }
    }

    /** The first number of a tag. */
    private Optional<Integer> number(int tag) {
        Optional<Object> value =
                directory.map(entries -> entries.getEntryById(tag)).map(Entry::getValue);
        return value.map(found -> {
            if (found instanceof Number single) {
                return single.intValue();
            }
            if (found instanceof int[] several && several.length > 0) {
                return several[0];
            }
            if (found instanceof long[] several && several.length > 0) {
                return (int) several[0];
            }
            return found instanceof short[] several && several.length > 0 ? (int) several[0] : null;
        });
    }
}
