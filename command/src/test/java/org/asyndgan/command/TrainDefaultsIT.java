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
    void fitIntoTheMemoryThatWorkersGetAndCanBeAudited() throws Exception {
        TinyTraining.in(folder);
        markHeldOut(2);

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

        assertThat(audit()).isZero();
        // Masks leave as they are unless a site says otherwise, so each is known again.
        Path numbers = folder.resolve("runs/defaults/audit.json");
        assertThat(Files.readString(numbers)).contains("\"release\"", "\"masks: which case\"");

        Files.delete(numbers);
        markHeldOut(1);

        assertThat(audit()).isEqualTo(1);
        assertThat(numbers).doesNotExist();
    }

    private int audit() {
        return TinyTraining.execute("privacy", "audit", "--run=defaults", "--runs=" + folder.resolve("runs"));
    }

    /** Of the six pairs of each site the last; two are what an audit needs at the least. */
    private void markHeldOut(int pairs) throws Exception {
        StringBuilder manifest = new StringBuilder("file,site,split\n");
        for (String site : new String[] {"mercy", "north"}) {
            for (int pair = 0; pair < 6; pair++) {
                manifest.append(pair).append(".png,").append(site).append(pair < 6 - pairs ? ",train\n" : ",test\n");
            }
        }
        Files.writeString(folder.resolve("data/manifest.csv"), manifest);
    }
}
