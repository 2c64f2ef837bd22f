package org.asyndgan.command.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes {@code report.json} and {@code report.html} into a run's folder. */
public final class ReportFiles {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ReportFiles() {}

    /**
     * Writes both files, over any that are there.
     *
     * @return the page
     */
    public static Path write(Path folder, RunReport report, List<StripRow> strip, List<GrowthRow> growth) {
        Path page = folder.resolve("report.html");
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("report.json"), JSON.writeValueAsBytes(report));
            Files.writeString(page, new ReportPage(report, strip, growth).html(), StandardCharsets.UTF_8);
            return page;
        } catch (IOException notWritten) {
            throw new UncheckedIOException("The report cannot be written to " + folder, notWritten);
        }
    }
}
