package org.asyndgan.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was interrupted while its U-Nets were compared. */
class ResumedComparisonIT {

    @TempDir
    Path folder;

    @Test
    void goesOnThereAndTrainsNothingElseAgain() throws IOException {
        TinyTraining tiny = TinyTraining.in(folder);
        Path run = tiny.runs().resolve("first");
        assertThat(tiny.train("first", "--no-live")).isZero();
        JsonNode report = report(run);
        String generator = log(run, "generator");
        String site = log(run, "site-mercy");
        String done = log(run, "real-all");
        Files.delete(run.resolve("report.html"));
        Files.delete(run.resolve("report.json"));
        Files.delete(run.resolve("arms/real-mercy.json"));

        assertThat(tiny.train("first", "--no-live", "--resume")).isZero();

        assertThat(log(run, "generator")).isEqualTo(generator);
        assertThat(log(run, "site-mercy")).isEqualTo(site);
        assertThat(log(run, "real-all")).isEqualTo(done);
        assertThat(run.resolve("arms/real-mercy.json")).exists();
        for (String part : new String[] {"sites", "arms", "losses"}) {
            assertThat(report(run).get(part)).as(part).isEqualTo(report.get(part));
        }
    }

    private static JsonNode report(Path run) throws IOException {
        return new ObjectMapper().readTree(run.resolve("report.json").toFile());
    }

    private static String log(Path run, String process) throws IOException {
        return Files.readString(run.resolve("logs").resolve(process + ".log"));
    }
}
