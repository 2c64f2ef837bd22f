package org.asyndgan.imaging.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.asyndgan.imaging.image.RawImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageDecoderTest {

    @TempDir
    private Path folder;

    // Stored as 1 2 3 / 4 5 6; what is shown follows from the words of the TIFF 6.0 standard on tag 274.
    @ParameterizedTest
    @CsvSource({
        "1, 2 x 3, 1 2 3 4 5 6",
        "2, 2 x 3, 3 2 1 6 5 4",
        "3, 2 x 3, 6 5 4 3 2 1",
        "4, 2 x 3, 4 5 6 1 2 3",
        "5, 3 x 2, 1 4 2 5 3 6",
        "6, 3 x 2, 4 1 5 2 6 3",
        "7, 3 x 2, 6 3 5 2 4 1",
        "8, 3 x 2, 3 6 2 5 1 4",
        "9, 2 x 3, 1 2 3 4 5 6"
    })
    void turnsATiffAsItsOrientationSays(int tag, String size, String shown) {
        Path file = folder.resolve("a.tif");
        TiffBytes.of(2, 3, 8, 1, 2, 3, 4, 5, 6).tag(274, tag).write(file);

        StoredImage stored = ImageDecoder.read(file);

        assertThat(stored.height() + " x " + stored.width()).isEqualTo(size);
        assertThat(samples(stored.shown())).isEqualTo(numbers(shown));
        assertThat(samples(stored.numbers(false))).isEqualTo(numbers(shown));
    }

    @Test
    void refusesATiffOfTwelveBits() {
        Path file = folder.resolve("a.tif");
        TiffBytes.of(1, 2, 12, 0x12, 0x34, 0x56).write(file);

        assertThatThrownBy(() -> ImageDecoder.read(file))
                .isInstanceOf(UnreadableException.class)
                .hasMessage("its samples are whole numbers of 12 bits, and those of 8 or 16 are read");
    }

    /** Its last tag, the length of the samples, would be two numbers beyond the end: the decoder fails by a cast. */
    @Test
    void refusesATiffWhoseTagsAreCutOff() throws IOException {
        Path file = folder.resolve("a.tif");
        TiffBytes.of(1, 2, 8, 1, 2).write(file);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int last = 8 + 2 + 8 * 12;
        assertThat(bytes.getShort(last)).isEqualTo((short) 279);
        bytes.putInt(last + 4, 2).putInt(last + 8, 1_000_000);
        Files.write(file, bytes.array());

        assertThatThrownBy(() -> ImageDecoder.read(file))
                .isInstanceOf(UnreadableException.class)
                .hasMessage("it is truncated: it ends before its image does");
    }

    @Test
    void saysWhyAFileCannotBeOpened() {
        assertThatThrownBy(() -> ImageDecoder.read(folder.resolve("gone.png")))
                .isInstanceOf(UnreadableException.class)
                .hasMessage("it cannot be opened (No such file or folder)");
    }

    @Test
    void turnsAJpegAsItsExifSays() throws IOException {
        Path file = folder.resolve("a.jpg");
        BufferedImage stored = new BufferedImage(16, 8, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                stored.getRaster().setSample(x, y, 0, 200);
            }
        }
        byte[] plain = encoded(stored, "jpg");
        ByteArrayOutputStream withExif = new ByteArrayOutputStream();
        withExif.write(plain, 0, 2);
        byte[] exif = exif(6);
        withExif.write(ByteBuffer.allocate(10)
                .putShort((short) 0xFFE1)
                .putShort((short) (exif.length + 8))
                .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII))
                .array());
        withExif.write(exif);
        withExif.write(plain, 2, plain.length - 2);
        Files.write(file, withExif.toByteArray());

        RawImage shown = ImageDecoder.read(file).shown();

        // The bright left half is shown above: a quarter turn clockwise.
        assertThat(shown).hasToString("uint8[1, 16, 8]");
        assertThat(shown.at(4 * 8 + 4)).isBetween(195, 205);
        assertThat(shown.at(12 * 8 + 4)).isBetween(0, 5);
    }

    @Test
    void turnsAPngAsItsExifSays() throws IOException {
        Path file = folder.resolve("a.png");
        BufferedImage stored = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        stored.getRaster().setSample(0, 0, 0, 9);
        byte[] plain = encoded(stored, "png");
        ByteArrayOutputStream withExif = new ByteArrayOutputStream();
        // The signature and IHDR are 8 and 25 bytes.
        withExif.write(plain, 0, 33);
        withExif.write(chunk("eXIf", exif(3)));
        withExif.write(plain, 33, plain.length - 33);
        Files.write(file, withExif.toByteArray());

        assertThat(samples(ImageDecoder.read(file).shown())).containsExactly(0, 9);
        assertThat(ImageDecoder.header(file).width()).isEqualTo(2);
    }

    @Test
    void knowsTheShownSizeFromTheHeadAlone() {
        Path file = folder.resolve("a.tif");
        TiffBytes.of(2, 3, 8, 1, 2, 3, 4, 5, 6).tag(274, 8).write(file);

        ImageHeader header = ImageDecoder.header(file);

        assertThat(header.height()).isEqualTo(3);
        assertThat(header.width()).isEqualTo(2);
        assertThat(header.decodedBytes()).isEqualTo(6);
    }

    @Test
    void readsBigTiff() {
        Path file = folder.resolve("a.tif");
        TiffBytes.of(1, 3, 8, 7, 0, 255).big().write(file);

        assertThat(samples(ImageDecoder.read(file).shown())).containsExactly(7, 0, 255);
    }

    @Test
    void takesFloatsOfZeroToOneForDarkToBright() {
        Path file = folder.resolve("a.tif");
        TiffBytes.floats(3, 0.25f, 0.5f, 0.75f).write(file);

        // 0.25, 0.5 and 0.75 of 65535, rounded.
        assertThat(samples(ImageDecoder.read(file).shown())).containsExactly(16_384, 32_768, 49_151);
    }

    @Test
    void takesOtherFloatsForTheirOwnRangeWithoutWhatIsNotFinite() {
        Path file = folder.resolve("a.tif");
        TiffBytes.floats(5, -100, 100, 300, Float.NaN, Float.POSITIVE_INFINITY).write(file);

        assertThat(samples(ImageDecoder.read(file).shown())).containsExactly(0, 32_768, 65_535, 0, 0);
    }

    @Test
    void showsZeroAsWhiteWhereTheFileSaysSoButTakesALabelAsStored() {
        Path file = folder.resolve("a.tif");
        TiffBytes.of(1, 3, 8, 0, 5, 255).tag(262, 0).write(file);

        StoredImage stored = ImageDecoder.read(file);

        assertThat(samples(stored.shown())).containsExactly(255, 250, 0);
        assertThat(samples(stored.numbers(false))).containsExactly(0, 5, 255);
    }

    @Test
    void takesTheBitsOfAMaskWithWhiteZeroAsStored() {
        // Two rows of eight bits, padded to a byte each: what scikit-image and tifffile write of a bool array.
        Path file = folder.resolve("a.tif");
        TiffBytes.of(2, 8, 1, 0b0100_0000, 0).tag(262, 0).write(file);

        assertThat(samples(ImageDecoder.read(file).numbers(false)))
                .containsExactly(0, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void refusesSignedSamples() {
        refused(
                TiffBytes.of(1, 1, 8, 1).tag(339, 2),
                "its samples are signed numbers",
                "Add what makes the smallest of them 0 or more, and save it with unsigned samples of 8 or 16 bits.");
    }

    @Test
    void refusesWholeNumbersOf32Bits() {
        refused(
                TiffBytes.of(1, 1, 32, 1, 0, 0, 0),
                "its samples are whole numbers of 32 bits, and those of 8 or 16 are read",
                "Save it again as PNG, TIFF or JPEG with 8 or 16 bits a sample.");
    }

    @Test
    void refusesCmyk() {
        refused(
                TiffBytes.of(1, 1, 8, 1, 2, 3, 4).tag(277, 4).tag(262, 5),
                "its colours are CMYK",
                "Convert it to RGB or grey, such as with ImageMagick: convert FILE -colorspace sRGB OUT.");
    }

    @ParameterizedTest
    @CsvSource({
        "png, 0.02",
        "png, 0.5",
        "png, 0.9",
        "jpg, 0.5",
        "jpg, 0.9",
        "tif, 0.05",
        "tif, 0.5",
        "tif, 0.9",
        "deflated tif, 0.5"
    })
    void saysOfAFileThatWasCutOffThatItIsTruncated(String kind, double share) throws IOException {
        Path file = folder.resolve("a");
        byte[] whole = noise(kind);
        Files.write(file, whole);
        assertThat(ImageDecoder.read(file).height()).isEqualTo(64);
        Files.write(file, Arrays.copyOf(whole, (int) (share * whole.length)));

        assertThatThrownBy(() -> ImageDecoder.read(file))
                .isInstanceOfSatisfying(UnreadableException.class, refusal -> assertThat(refusal.remedy())
                        .isEqualTo("Copy it anew from where it came from."))
                .hasMessage("it is truncated: it ends before its image does");
    }

    private static byte[] noise(String kind) throws IOException {
        BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
        IntStream.range(0, 4096).forEach(p -> noise.getRaster().setSample(p % 64, p / 64, 0, p * 37 % 251));
        if (!kind.equals("deflated tif")) {
            return encoded(noise, kind);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tif").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionType("Deflate");
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(noise, null, null), how);
        }
        return bytes.toByteArray();
    }

    @Test
    void refusesAPointerOfGitLfs() throws IOException {
        Path file = folder.resolve("a.png");
        Files.writeString(file, "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345\n");

        assertThatThrownBy(() -> ImageDecoder.read(file)).hasMessage("it is a pointer of Git LFS to an image");
    }

    private void refused(TiffBytes content, String why, String remedy) {
        Path file = folder.resolve("a.tif");
        content.write(file);

        assertThatThrownBy(() -> ImageDecoder.read(file))
                .isInstanceOfSatisfying(UnreadableException.class, refusal -> assertThat(refusal.remedy())
                        .isEqualTo(remedy))
                .hasMessage(why);
    }

    /** The smallest EXIF part: a TIFF file with the tag Orientation alone. */
    private static byte[] exif(int orientation) {
        return ByteBuffer.allocate(26)
                .put("MM\0*".getBytes(StandardCharsets.US_ASCII))
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 274)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    private static byte[] chunk(String type, byte[] content) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 check = new CRC32();
        check.update(name);
        check.update(content);
        return ByteBuffer.allocate(content.length + 12)
                .putInt(content.length)
                .put(name)
                .put(content)
                .putInt((int) check.getValue())
                .array();
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).isTrue();
        return bytes.toByteArray();
    }

    private static int[] samples(RawImage image) {
        return IntStream.range(0, image.size()).map(image::at).toArray();
    }

    private static int[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }
}
