package org.asyndgan.command.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.asyndgan.command.plan.RunException;
import org.asyndgan.core.checkpoint.WholeFile;
import org.asyndgan.failure.FileTrouble;

/** Writes {@code report.json} and {@code report.html} into a run's folder. */
public final class ReportFiles {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ReportFiles() {}

    /**
     * Writes both files, each whole or not at all, over any that are there.
     *
     * @throws RunException ADG-703 if one cannot be written
     * @return the page
     */
    public static Path write(Path folder, RunReport report, List<StripRow> strip, List<GrowthRow> growth) {
        Path page = folder.resolve("report.html");
        try {
            byte[] json = JSON.writeValueAsBytes(report);
            String html = new ReportPage(report, strip, growth).html();
            WholeFile.write(folder.resolve("report.json"), file -> Files.write(file, json));
            // The page last: a run that has it is over.
            WholeFile.write(page, file -> Files.writeString(file, html));
            return page;
        } catch (IOException notWritten) {
            throw new RunException(
                    "ADG-703",
                    "The report cannot be written to " + folder + ": " + FileTrouble.reason(notWritten)
                            + ". Free space or fix the folder's permissions, then go on with --resume.",
                    notWritten);
        }
    }
}
