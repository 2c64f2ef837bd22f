package org.asyndgan.command.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyndgan.command.report.Reports.MERCY;
import static org.asyndgan.command.report.Reports.OTHER;
import static org.asyndgan.command.report.Reports.OURS;
import static org.asyndgan.command.report.Reports.POOLED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.asyndgan.command.plan.RunException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {

    @TempDir
    private Path folder;

    @Test
    void writesJsonWithEveryPromisedField() throws IOException {
        ReportFiles.write(folder, Reports.of(OURS, POOLED, MERCY, OTHER), List.of(), List.of());

        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("report.json").toFile());
        assertThat(json.get("run").asText()).isEqualTo("demo");
        assertThat(json.get("seed").asLong()).isEqualTo(7);
        assertThat(json.get("steps").asLong()).isEqualTo(400);
        assertThat(json.get("wallSeconds").asDouble()).isEqualTo(321.4);
        assertThat(json.at("/generator/parameters").asLong()).isEqualTo(1_960_257);
        assertThat(json.at("/generator/stepsPerSecond").asDouble()).isEqualTo(3.14);
        assertThat(json.at("/sites/0").fieldNames())
                .toIterable()
                .containsExactly("name", "images", "batches", "gradients", "bytesIn", "bytesOut");
        assertThat(json.at("/arms/0").fieldNames())
                .toIterable()
                .containsExactly("name", "pairs", "dice", "sensitivity", "specificity", "hd95");
        assertThat(json.at("/training/convergence/state").asText()).isEqualTo("SETTLED");
        assertThat(json.at("/training/previews/steps")).hasSize(10);
        assertThat(json.get("arms"))
                .extracting(arm -> arm.get("name").asText())
                .containsExactly("asyndgan", "real-all", "real-mercy", "real-st-mary");
    }

    /** A page that is there says that the run is over. */
    @Test
    void leaveNoPageWhereItCannotBeWritten() throws IOException {
        Files.createDirectories(folder.resolve("report.html.new/in-the-way"));

        assertThatThrownBy(
                        () -> ReportFiles.write(folder, Reports.of(OURS, POOLED, MERCY, OTHER), List.of(), List.of()))
                .isInstanceOf(RunException.class)
                .hasMessageStartingWith("The report cannot be written to " + folder + ": ")
                .hasMessageEndingWith(
                        ". Free space or fix the folder's permissions, then go on with --resume. (ADG-703)");
        assertThat(folder.resolve("report.html")).doesNotExist();
    }

    @Test
    void writesAPageThatNeedsNothingElse() throws IOException {
        Path page = ReportFiles.write(
                folder,
                Reports.of(OURS, POOLED, MERCY, OTHER),
                List.of(Reports.row("mercy"), Reports.row("st-mary")),
                List.of(Reports.growth()));

        String html = Files.readString(page);
        assertThat(html.replace("http://www.w3.org/", ""))
                .doesNotContain("http://", "https://", "<script", "@import", "{{");
        assertThat(html)
                .contains("step 200", "class=\"badge good\">settled", "its &lt;losses&gt;", "--curve-0: #0072b2");
        assertThat(html).contains("<svg", "data:image/png;base64,", "async &lt;default&gt;", "96 %", "0.842");
    }

    @Test
    void drawsCurvesInTheColoursOfThePage() throws IOException {
        String html = Files.readString(ReportFiles.write(folder, Reports.of(OURS), List.of(), List.of()));

        assertThat(html).contains("var(--curve-0)", "var(--curve-1)", "var(--ink)");
        assertThat(html).doesNotContain("rgb(1,2,3)", "rgb(7,8,9)");
    }
}
