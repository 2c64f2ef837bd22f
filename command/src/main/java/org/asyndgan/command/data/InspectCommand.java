package org.asyndgan.command.data;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.asyndgan.command.option.LabelOptions;
import org.asyndgan.imaging.inspect.Inspection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
public final class InspectCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Folder with the sites' folders.")
    private Path data;

    @Mixin
    private final LabelOptions labels = new LabelOptions();

    @Override
    public Integer call() {
        Inspection inspection = Inspection.of(data, labels.mapping());
        inspection.all().forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().flush();
        return inspection.isUsable() ? 0 : 1;
    }
}
