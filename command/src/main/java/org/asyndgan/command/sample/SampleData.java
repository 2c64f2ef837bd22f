package org.asyndgan.command.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.asyndgan.imaging.folder.PngFile;
import org.asyndgan.nn.random.Seed;

/** A folder of drawn pairs, one site a scanner, as {@code train}, {@code experiment} and {@code inspect} read it. */
public final class SampleData {

    private static final int TRAIN = 13;
    private static final int TEST = 8;
    private static final int CHANNELS = 3;

    private SampleData() {}

    /**
     * Draws 40 pairs to train on, at three sites, and 8 a site to test on, with a manifest.
     *
     * @param side of the images, pixels
     * @param seed that all of them follow from
     * @throws UncheckedIOException if the folder cannot be written
     */
    public static void drawVessels(Path folder, int side, long seed) {
        StringBuilder manifest = new StringBuilder("file,site,split\n");
        for (Vessels.Scanner scanner : Vessels.Scanner.values()) {
            String site = scanner.name().toLowerCase(Locale.ROOT);
            // 40 in all.
            int train = scanner == Vessels.Scanner.FLUORESCENT ? TRAIN + 1 : TRAIN;
            for (int number = 0; number < train + TEST; number++) {
                Vessels drawn = new Vessels(
                        scanner, side, new Seed(seed).at("vessels").at(site).at(number));
                String file = String.format(Locale.ROOT, "%04d.png", number);
                PngFile.write(folder.resolve(site).resolve("labels").resolve(file), drawn.labels(), 1, side, side);
                PngFile.write(
                        folder.resolve(site).resolve("images").resolve(file), drawn.image(), CHANNELS, side, side);
                manifest.append(file).append(',').append(site).append(number < train ? ",train\n" : ",test\n");
            }
        }
        try {
            Files.writeString(folder.resolve("manifest.csv"), manifest);
        } catch (IOException e) {
            throw new UncheckedIOException("The manifest cannot be written to " + folder, e);
        }
    }
}
