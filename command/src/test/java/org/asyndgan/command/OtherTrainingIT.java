package org.asyndgan.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.asyndgan.core.checkpoint.SnapshotFolder;
import org.asyndgan.core.checkpoint.TrainingIdentity;
import org.asyndgan.nn.backend.Engine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that is started with other settings than its state folder was made with ends before it looks for a broker. */
class OtherTrainingIT {

    private static final int SIDE = 32;

    @TempDir
    Path folder;

    @BeforeEach
    void writesADataSet() throws IOException {
        for (int pair = 0; pair < 6; pair++) {
            write("images", pair, 100 + pair);
            write("labels", pair, 255);
        }
    }

    @Test
    void aGenerator() throws IOException {
        refuses("generator", "generator", "asyndgan.generator.seed", "--sites=mercy");
    }

    @Test
    void aSite() throws IOException {
        refuses("site", "site-mercy", "asyndgan.site.seed", "--name=mercy", "--data=" + folder.resolve("data/mercy"));
    }

    @Test
    void aSegmentationTrainer() throws IOException {
        refuses("segment", "segmenter", "asyndgan.segmenter.seed", "--test=" + folder.resolve("data"));
    }

    private void refuses(String worker, String role, String setting, String... more) throws IOException {
        Path state = folder.resolve("states").resolve(worker);
        TrainingIdentity then =
                TrainingIdentity.of("third", role).with(setting, 1).with("engine", "another one, 3 threads");
        new SnapshotFolder(state, 1, then, warning -> {}).save(7, out -> {});
        Map<Path, String> before = files(state);

        String said = start(worker, state, more);

        assertThat(said)
                .contains("The snapshots in " + state.toAbsolutePath() + " are of another training: " + setting
                        + " was 1 and is now 2, engine was another one, 3 threads and is now " + Engine.fingerprint()
                        + ". Start with the former values to go on, or with another state folder and another run to"
                        + " begin anew; nothing was changed. (ADG-306)");
        Map<Path, String> after = files(state);
        // The ids of the masks are part of what is compared, and a log tells of the attempt.
        after.keySet().removeIf(file -> file.endsWith("mask-secret") || file.endsWith("worker.log"));
        assertThat(after).isEqualTo(before);
    }

    /** A worker that would wait for brokers for good. */
    private String start(String worker, Path state, String... more) {
        String[] arguments = {
            worker,
            "--run=third",
            "--brokers=127.0.0.1:1",
            "--registry=http://127.0.0.1:1",
            "--http-port=0",
            "--state=" + state,
            "--image-size=" + SIDE,
            "--width=4",
            "--seed=2"
        };
        PrintStream screen = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            int code = Asyndgan.commandLine()
                    .execute(
                            Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new));
            assertThat(code).isEqualTo(1);
        } finally {
            System.setErr(screen);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private static Map<Path, String> files(Path folder) throws IOException {
        Map<Path, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file, HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    private void write(String kind, int pair, int value) throws IOException {
        BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        for (int x = 0; x < SIDE / 2 + pair; x++) {
            for (int y = 0; y < SIDE; y++) {
                picture.getRaster().setSample(x, y, 0, value);
            }
        }
        Path file = folder.resolve("data/mercy").resolve(kind).resolve(pair + ".png");
        Files.createDirectories(file.getParent());
        assertThat(ImageIO.write(picture, "png", file.toFile())).isTrue();
    }
}
