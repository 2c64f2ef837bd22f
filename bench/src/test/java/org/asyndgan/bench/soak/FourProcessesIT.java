package org.asyndgan.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.asyndgan.command.plan.RunFolder;
import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.command.run.ManagedWorkers;
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
                ManagedWorkers workers = new ManagedWorkers(stack, settings, folder, TinyRun.JAVA);
                Attendance attendance = new Attendance(workers, folder)) {
            workers.startAll();
            attendance.untilStep(5);
            answersWhileItRuns(workers, attendance);

            stopsInGoodOrder(workers, folder);
            workers.start(EAST);
            workers.start(ManagedWorkers.GENERATOR);
            attendance.until(
                    "score", () -> workers.isDone() && attendance.watch.score().isPresent());

            assertThat(attendance.watch.step()).isEqualTo(STEPS);
            assertThat(attendance.watch.score().orElseThrow().values().get("dice"))
                    .isBetween(0.0, 1.0);
            assertThat(attendance.log(EAST)).contains("Ended site-east done=true");
            assertThat(folder.path().resolve("segmenter").resolve("network.safetensors"))
                    .exists();
        }
    }

    private static void answersWhileItRuns(ManagedWorkers workers, Attendance attendance) {
        for (String role : workers.roles()) {
            assertThat(attendance.get(role, "/health"))
                    .startsWith("200 ")
                    .contains("\"broker\":{\"name\":\"asyndgan\",\"status\":\"UP\"")
                    .contains("\"registry\":{\"name\":\"asyndgan\",\"status\":\"UP\"");
        }
        assertThat(attendance.get(ManagedWorkers.GENERATOR, "/prometheus")).contains("asyndgan_generator_steps_total");
        assertThat(attendance.get(EAST, "/prometheus")).contains("asyndgan_site_answers_total{site=\"east\"");
        assertThat(attendance.get(ManagedWorkers.SEGMENTER, "/health")).contains("the generator's release");
    }

    private static void stopsInGoodOrder(ManagedWorkers workers, RunFolder folder) {
        assertThat(workers.stop(EAST)).isZero();
        assertThat(workers.stop(ManagedWorkers.GENERATOR)).isZero();
        assertThat(Attendance.snapshots(folder.generator())).isNotEmpty();
        assertThat(Attendance.snapshots(folder.path().resolve("sites").resolve("east")))
                .isNotEmpty();
        assertThat(folder.path().resolve("segmenter").resolve("score.json")).doesNotExist();
    }
}
