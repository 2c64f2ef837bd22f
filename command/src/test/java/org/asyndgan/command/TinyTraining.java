package org.asyndgan.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Two sites of small images, and {@code asyndgan train} on them with as few steps and maps as show anything. */
record TinyTraining(Path folder) {

    static final int SIDE = 32;

    /** Writes the images into {@code data}. */
    static TinyTraining in(Path folder) throws IOException {
        TinyTraining run = new TinyTraining(folder);
        for (String site : new String[] {"mercy", "north"}) {
            for (int pair = 0; pair < 6; pair++) {
                run.write(site, "images", pair, 100 + pair);
                run.write(site, "labels", pair, 255);
            }
        }
        return run;
    }

    private void write(String site, String kind, int pair, int value) throws IOException {
        BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        for (int x = 0; x < SIDE / 2 + pair; x++) {
            for (int y = 0; y < SIDE; y++) {
                picture.getRaster().setSample(x, y, 0, value);
            }
        }
        Path file = folder.resolve("data").resolve(site).resolve(kind).resolve(pair + ".png");
        Files.createDirectories(file.getParent());
        assertThat(ImageIO.write(picture, "png", file.toFile())).isTrue();
    }

    Path runs() {
        return folder.resolve("runs");
    }

    /** @return the exit code */
    int train(String run, String... more) {
        String[] arguments = {
            "train",
            "--data=" + folder.resolve("data"),
            "--run=" + run,
            "--runs=" + runs(),
            "--image-size=" + SIDE,
            "--steps=10",
            "--batch-size=2",
            "--width=4",
            "--blocks=1",
            "--discriminator-width=4",
            "--discriminator-layers=2",
            "--segmentation-steps=5",
            "--segmentation-width=4"
        };
        return execute(Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new));
    }

    static int execute(String... arguments) {
        StringWriter said = new StringWriter();
        int code = Asyndgan.commandLine()
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(arguments);
        System.out.print(said);
        return code;
    }
}
