package org.asyndgan.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train} with the networks and the image size that a newcomer gets, in steps as few as can be. */
class TrainDefaultsIT {

    @TempDir
    Path folder;

    @Test
    void fitIntoTheMemoryThatWorkersGet() throws Exception {
        TinyTraining.in(folder);

        int code = TinyTraining.execute(
                "train",
                "--data=" + folder.resolve("data"),
                "--run=defaults",
                "--runs=" + folder.resolve("runs"),
                "--image-size=128",
                "--steps=2",
                "--segmentation-steps=2",
                "--no-baselines",
                "--no-live",
                "--accept-doubts");

        assertThat(code).isZero();
        assertThat(Files.readString(folder.resolve("runs/defaults/logs/generator.log")))
                .contains("image-size=128")
                .contains("rows-per-pass=0");
    }
}
