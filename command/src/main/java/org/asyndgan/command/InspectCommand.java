package org.asyndgan.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.asyndgan.imaging.dataset.Inspection;
import org.asyndgan.imaging.dataset.LabelMapping;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code asyndgan inspect}: what a folder of images would be used as. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Reads every image of a folder and prints what would be used: sites, numbers, sizes, classes, intensities,"
                    + " the split, and what looks wrong.",
            "Ends with 1 if something would stop a run."
        },
        footerHeading = "%nExample:%n",
        footer = "  ./asyndgan inspect --data /data/brain")
final class InspectCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Folder with the sites' folders.")
    private Path data;

    @Option(
            names = "--label-map",
            paramLabel = "RULE",
            split = ",",
            description = "What becomes of label values, such as 255=1 or 1-65535=1 (a range); SITE:255=1 for one site"
                    + " alone.")
    private List<String> labelMap = List.of();

    @Override
    public Integer call() {
        Inspection inspection = Inspection.of(data, LabelMapping.parse(labelMap));
        inspection.all().forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().flush();
        return inspection.isUsable() ? 0 : 1;
    }
}
