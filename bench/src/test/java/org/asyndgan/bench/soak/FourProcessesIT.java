package org.asyndgan.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.asyndgan.command.run.Fleet;
import org.asyndgan.command.run.RunFolder;
import org.asyndgan.command.run.RunSettings;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.localstack.LocalStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generator, two sites and the segmentation trainer as four processes against one broker. */
class FourProcessesIT {

    private static final String EAST = "site-east";

    /** Enough for the run to be still on when it has been looked at from all sides. */
    private static final long STEPS = 300;

    @TempDir
    Path root;

    @Test
    void trainStopGoOnReleaseAndScore() {
        RunSettings settings = new TinyRun(root, 1).settings("four", FoldMode.ASYNC, STEPS, Map.of());
        RunFolder folder = RunFolder.create(settings.runs(), settings.name());
        try (LocalStack stack = LocalStack.open(root.resolve("stack"));
                Fleet fleet = new Fleet(stack, settings, folder, TinyRun.JAVA);
                Attendance attendance = new Attendance(fleet, folder)) {
            fleet.startAll();
            attendance.untilStep(5);
            answersWhileItRuns(fleet, attendance);

            stopsInGoodOrder(fleet, folder);
            fleet.start(EAST);
            fleet.start(Fleet.GENERATOR);
            attendance.until(
                    "score", () -> fleet.isDone() && attendance.watch.score().isPresent());

            assertThat(attendance.watch.step()).isEqualTo(STEPS);
            assertThat(attendance.watch.score().orElseThrow().values().get("dice"))
                    .isBetween(0.0, 1.0);
            assertThat(attendance.log(EAST)).contains("Ended site-east done=true");
            assertThat(folder.path().resolve("segmenter").resolve("network.safetensors"))
                    .exists();
        }
    }

    private static void answersWhileItRuns(Fleet fleet, Attendance attendance) {
        for (String role : fleet.roles()) {
            assertThat(attendance.get(role, "/health"))
                    .startsWith("200 ")
                    .contains("\"broker\":{\"name\":\"asyndgan\",\"status\":\"UP\"")
                    .contains("\"registry\":{\"name\":\"asyndgan\",\"status\":\"UP\"");
        }
        assertThat(attendance.get(Fleet.GENERATOR, "/prometheus")).contains("asyndgan_generator_steps_total");
        assertThat(attendance.get(EAST, "/prometheus")).contains("asyndgan_site_answers_total{site=\"east\"");
        assertThat(attendance.get(Fleet.SEGMENTER, "/health")).contains("the generator's release");
    }

    private static void stopsInGoodOrder(Fleet fleet, RunFolder folder) {
        assertThat(fleet.stop(EAST)).isZero();
        assertThat(fleet.stop(Fleet.GENERATOR)).isZero();
        assertThat(Attendance.snapshots(folder.generator())).isNotEmpty();
        assertThat(Attendance.snapshots(folder.path().resolve("sites").resolve("east")))
                .isNotEmpty();
        assertThat(folder.path().resolve("segmenter").resolve("score.json")).doesNotExist();
    }
}
