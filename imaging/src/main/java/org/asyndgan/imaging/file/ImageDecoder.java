package org.asyndgan.imaging.file;

import com.twelvemonkeys.imageio.plugins.tiff.BigTIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import org.asyndgan.failure.FileTrouble;

/**
 * Decodes PNG, JPEG and TIFF files, whole or not at all.
 *
 * <p>What a decoder only warns of, such as a file that ends too early, is an error here.
 */
public final class ImageDecoder {

    private static final String SAVE_AGAIN = "Save it again as PNG, TIFF or JPEG with 8 or 16 bits a sample.";
    private static final String COPY_AGAIN = "Copy it anew from where it came from.";
    private static final String LFS = "version https://git-lfs";
    private static final long PNG = 0x89504E470D0A1A0AL;
    private static final int PNG_END = 0x49454E44;
    private static final String BROKEN = "its content is broken or of a kind that is not read";

    static {
        // The files are local: a disk cache for their streams would only copy patients' images about.
        ImageIO.setUseCache(false);
    }

    private ImageDecoder() {}

    /** @throws UnreadableException if the file is no such image, or not whole */
    public static StoredImage read(Path file) {
        return open(file, ImageDecoder::decode);
    }

    /**
     * Reads the head of a file alone.
     *
     * @throws UnreadableException if the file is no such image
     */
    public static ImageHeader header(Path file) {
        return open(file, ImageDecoder::describe);
    }

    private static <T> T open(Path file, Reading<T> reading) {
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            if (stream == null) {
                throw unopened(file);
            }
            FileTags tags = FileTags.of(stream);
            ImageReader reader = reader(stream);
            List<String> warnings = new ArrayList<>();
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            try {
                reader.setInput(stream);
                T result = reading.of(reader, tags);
                requireNoWarning(warnings);
                return result;
            } finally {
                reader.dispose();
            }
        } catch (UnreadableException told) {
            throw told;
        } catch (IOException | RuntimeException e) {
            // What is damaged makes decoders fail in any way, such as by a cast or a division by 0.
            String told = String.valueOf(e.getMessage());
            if (endsTooEarly(e) || lacksChunks(file)) {
                throw truncated(e);
            }
            boolean isUnsupported = told.toLowerCase(Locale.ROOT).startsWith("unsupported");
            throw new UnreadableException(isUnsupported ? BROKEN + " (" + told + ")" : BROKEN, SAVE_AGAIN, e);
        }
    }

    /** ImageIO does not say why it opens a file or does not. */
    private static UnreadableException unopened(Path file) {
        try {
            Files.newInputStream(file).close();
            return new UnreadableException("it is no PNG, TIFF or JPEG", SAVE_AGAIN);
        } catch (IOException e) {
            return new UnreadableException(
                    "it cannot be opened (" + FileTrouble.reason(e) + ")",
                    "Whoever runs this needs the right to read it.",
                    e);
        }
    }

    /** Decoders say so by kinds and in words of their own. */
    private static boolean endsTooEarly(Throwable refusal) {
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            if (cause instanceof EOFException || isAboutTheEnd(String.valueOf(cause.getMessage()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAboutTheEnd(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        return lower.contains("premature end")
                || lower.contains("truncated")
                || lower.contains("unexpected end")
                || lower.contains("end of file")
                || lower.contains("eofexception");
    }

    /** Says whether a file is a PNG that ends within a chunk or before the last one; whatever is no PNG is none. */
    private static boolean lacksChunks(Path file) {
        try (RandomAccessFile png = new RandomAccessFile(file.toFile(), "r")) {
            if (png.length() < Long.BYTES || png.readLong() != PNG) {
                return false;
            }
            while (true) {
                int length = png.readInt();
                boolean isLast = png.readInt() == PNG_END;
                long next = png.getFilePointer() + length + Integer.BYTES;
                if (isLast || length < 0) {
                    return false;
                }
                if (next > png.length()) {
                    return true;
                }
                png.seek(next);
            }
        } catch (EOFException early) {
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static UnreadableException truncated(Exception cause) {
        return new UnreadableException("it is truncated: it ends before its image does", COPY_AGAIN, cause);
    }

    private static ImageReader reader(ImageInputStream stream) throws IOException {
        for (ImageReaderSpi tiff : List.of(new TIFFImageReaderSpi(), new BigTIFFImageReaderSpi())) {
            if (tiff.canDecodeInput(stream)) {
                return tiff.createReaderInstance();
            }
        }
        Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            String format = reader.getOriginatingProvider().getFormatNames()[0].toLowerCase(Locale.ROOT);
            // Other readers that happen to be on the class path may decode JPEG to other samples.
            boolean isOfJdk = reader.getClass().getName().startsWith("com.sun.imageio.");
            if (isOfJdk && (format.startsWith("png") || format.startsWith("jp"))) {
                return reader;
            }
            reader.dispose();
        }
        throw other(stream);
    }

    /** What a file is that nobody here reads. */
    private static UnreadableException other(ImageInputStream stream) throws IOException {
        byte[] start = new byte[LFS.length()];
        int read = Math.max(0, stream.read(start));
        String text = new String(start, 0, read, StandardCharsets.ISO_8859_1);
        if (text.equals(LFS)) {
            return new UnreadableException(
                    "it is a pointer of Git LFS to an image", "Fetch the images themselves with git lfs pull.");
        }
        if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
            return new UnreadableException(
                    "it is a WebP image, and WebP is not read",
                    "Convert it to PNG, such as with dwebp IN.webp -o OUT.png (package webp of Debian and Ubuntu).");
        }
        return new UnreadableException("it is no PNG, TIFF or JPEG", SAVE_AGAIN);
    }

    private static void requireNoWarning(List<String> warnings) {
        for (String warning : warnings) {
            if (isAboutTheEnd(warning)) {
                throw truncated(null);
            }
            // Colour profiles are not applied: only stored samples count.
            if (!warning.toLowerCase(Locale.ROOT).contains("profile")) {
                throw new UnreadableException("it is damaged (the decoder says: " + warning + ")", COPY_AGAIN);
            }
        }
    }

    private static void requireOnePage(ImageReader reader) throws IOException {
        int pages = reader.getNumImages(true);
        if (pages == 0) {
            throw truncated(null); // the list of images is the last thing in the file
        }
        if (pages != 1) {
            throw new UnreadableException("it holds " + pages + " images, and a file holds one here", SAVE_AGAIN);
        }
    }

    private static StoredImage decode(ImageReader reader, FileTags tags) throws IOException {
        requireOnePage(reader);
        tags.requireReadable();
        if (tags.isTiff() && !tags.needsConversion()) {
            ColorModel stored = reader.getRawImageType(0).getColorModel();
            return stored(reader.readRaster(0, null), stored, tags);
        }
        BufferedImage decoded = reader.read(0);
        return stored(decoded.getRaster(), decoded.getColorModel(), tags);
    }

    private static StoredImage stored(Raster raster, ColorModel colours, FileTags tags) {
        int bits = bits(raster, colours, tags);
        boolean isWhiteZero = tags.isWhiteZero();
        Optional<Palette> palette = colours instanceof IndexColorModel indexed && !isWhiteZero
                ? Optional.of(Palette.of(indexed))
                : Optional.empty();
        int bands = raster.getNumBands();
        return new StoredImage(
                raster,
                new StoredImage.Kind(
                        bands < 3 ? 1 : 3, bits, isFloat(raster), isWhiteZero, bands % 2 == 0, tags.isJpeg()),
                tags.orientation(),
                palette);
    }

    private static boolean isFloat(Raster raster) {
        int type = raster.getDataBuffer().getDataType();
        return type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE;
    }

    private static int bits(Raster raster, ColorModel colours, FileTags tags) {
        if (isFloat(raster)) {
            return raster.getDataBuffer().getDataType() == DataBuffer.TYPE_FLOAT ? 32 : 64;
        }
        int bits = colours instanceof IndexColorModel ? tags.bits().orElse(8) : colours.getComponentSize(0);
        if (bits > 16 || bits < 1 || (bits > 8 && bits < 16)) {
            throw new UnreadableException(
                    "its samples are whole numbers of " + bits + " bits, and those of 8 or 16 are read", SAVE_AGAIN);
        }
        return bits;
    }

    private static ImageHeader describe(ImageReader reader, FileTags tags) throws IOException {
        int height = reader.getHeight(0);
        int width = reader.getWidth(0);
        ImageTypeSpecifier type = reader.getRawImageType(0);
        ColorModel colours = type == null ? null : type.getColorModel();
        Optional<Palette> palette = colours instanceof IndexColorModel indexed && !tags.isWhiteZero()
                ? Optional.of(Palette.of(indexed))
                : Optional.empty();
        // A JPEG's reader names no type for colours that it converts itself.
        int samples = type == null ? 3 : type.getNumBands();
        boolean isGrey = palette.map(found -> !found.isColoured())
                .orElse(colours != null && colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY);
        int bytes = type == null
                ? 1
                : Math.max(1, DataBuffer.getDataTypeSize(type.getSampleModel().getDataType()) / 8);
        boolean swaps = tags.orientation().swapsAxes();
        return new ImageHeader(swaps ? width : height, swaps ? height : width, isGrey ? 1 : 3, samples, bytes, palette);
    }

    /** What is done with an opened file. */
    @FunctionalInterface
    private interface Reading<T> {
        T of(ImageReader reader, FileTags tags) throws IOException;
    }
}
