package org.asyndgan.imaging.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.asyndgan.imaging.dataset.TestImages;
import org.asyndgan.imaging.image.RawImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"a.png", "a.tif", "a.tiff"})
    void readsGreyOfEightBits(String name) {
        TestImages.grey(folder.resolve(name), 3, 0, 17, 255, 1, 2, 3);

        RawImage image = ImageFile.read(folder.resolve(name)).shown();

        assertThat(image).hasToString("uint8[1, 2, 3]");
        assertThat(samples(image)).containsExactly(0, 17, 255, 1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.png", "a.tif"})
    void readsGreyOfSixteenBitsWithoutLoss(String name) {
        TestImages.grey16(folder.resolve(name), 2, 0, 40_000, 65_535, 1);

        RawImage image = ImageFile.read(folder.resolve(name)).shown();

        assertThat(image).hasToString("uint16[1, 2, 2]");
        assertThat(samples(image)).containsExactly(0, 40_000, 65_535, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.png", "a.tif"})
    void readsColourPlaneByPlane(String name) {
        TestImages.rgb(folder.resolve(name), 2, 1, 2, 3, 4, 5, 6);

        RawImage image = ImageFile.read(folder.resolve(name)).shown();

        assertThat(image).hasToString("uint8[3, 1, 2]");
        assertThat(samples(image)).containsExactly(1, 4, 2, 5, 3, 6);
    }

    /** The device that is always full stands in for the disk. */
    @Test
    void anImageIsWrittenWholeOrNotAtAll() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        Path file = folder.resolve("a.png");
        PngFile.write(file, new int[] {1, 2, 3, 4}, 1, 2, 2);
        byte[] before = Files.readAllBytes(file);
        Files.createSymbolicLink(folder.resolve("a.png.new"), full);

        assertThatThrownBy(() -> PngFile.write(file, new int[] {5, 6, 7, 8}, 1, 2, 2))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("The image cannot be written to " + file + ": No space left on device");

        assertThat(file).hasBinaryContent(before);
        assertThat(folder.toFile().list()).containsExactly("a.png");
    }

    @Test
    void readsJpegNearly() {
        int[] flat = new int[256];
        Arrays.fill(flat, 90);
        TestImages.grey(folder.resolve("a.jpg"), 16, flat);

        RawImage image = ImageFile.read(folder.resolve("a.jpg")).shown();

        assertThat(image).hasToString("uint8[1, 16, 16]");
        assertThat(IntStream.of(samples(image))).allMatch(sample -> Math.abs(sample - 90) <= 2);
    }

    @Test
    void dropsAlpha() {
        TestImages.rgba(folder.resolve("a.png"), 1, 9, 8, 7, 100);

        assertThat(samples(ImageFile.read(folder.resolve("a.png")).shown())).containsExactly(9, 8, 7);
    }

    @Test
    void takesColourWithEqualChannelsForGrey() {
        TestImages.rgb(folder.resolve("a.png"), 2, 5, 5, 5, 6, 6, 6);

        RawImage image = ImageFile.read(folder.resolve("a.png")).shown();

        assertThat(image.channels()).isEqualTo(1);
        assertThat(samples(image)).containsExactly(5, 6);
    }

    @Test
    void resolvesAnImagesPalette() {
        // Index 0 is black, 1 red, 2 green.
        TestImages.write(folder.resolve("a.png"), TestImages.indexed(2, new int[] {0, 0xFF0000, 0x00FF00}, 1, 2));

        assertThat(samples(ImageFile.read(folder.resolve("a.png")).shown())).containsExactly(255, 0, 0, 255, 0, 0);
    }

    @Test
    void refusesWhatIsNoImage() {
        Path file = folder.resolve("a.png");
        TestImages.text(file, "not a picture");

        assertThatThrownBy(() -> ImageFile.read(file))
                .isInstanceOf(DatasetException.class)
                .hasMessage(
                        "File " + file + " cannot be read: it is no PNG, TIFF or JPEG. Save it again as PNG, TIFF or"
                                + " JPEG with 8 or 16 bits a sample. (ADG-206)");
    }

    @Test
    void refusesATornImage() throws IOException {
        Path file = folder.resolve("a.png");
        TestImages.grey(file, 32, IntStream.range(0, 1024).map(i -> i * 7 % 256).toArray());
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> ImageFile.read(file))
                .hasMessage("File " + file + " cannot be read: it is truncated: it ends before its image does. Copy"
                        + " it anew from where it came from. (ADG-206)");
    }

    @Test
    void namesTheToolForWebP() throws IOException {
        Path file = folder.resolve("a.png");
        Files.write(file, "RIFF\u0012\0\0\0WEBPVP8L".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> ImageFile.read(file))
                .hasMessage("File " + file + " cannot be read: it is a WebP image, and WebP is not read. Convert it to"
                        + " PNG, such as with dwebp IN.webp -o OUT.png (package webp of Debian and Ubuntu). (ADG-206)");
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        Path file = Files.createFile(folder.resolve("a.png"));

        assertThatThrownBy(() -> ImageFile.read(file))
                .hasMessageStartingWith("File " + file + " cannot be read: it is no PNG, TIFF or JPEG.");
    }

    private static int[] samples(RawImage image) {
        return IntStream.range(0, image.size()).map(image::at).toArray();
    }
}
