package org.asyndgan.command.local;

import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.asyndgan.command.option.LocalOptions;
import org.asyndgan.command.option.Preset;
import org.asyndgan.worker.state.InitialWeights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code asyndgan train}: the whole pipeline on this machine, on the user's images. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the whole pipeline on your images, all on this machine.",
            "Each folder in DIR with images/ and labels/ in it is a site. PNG, TIFF or JPEG, 8 or 16 bit, grey or colour;"
                    + " a label's values are the classes, 0 is the background. Every fifth pair, or those that"
                    + " manifest.csv marks as test, are held out to score on."
        },
        footerHeading = "%nExample:%n",
        footer = "  ./asyndgan train --data /data/nuclei --run first")
public final class TrainCommand implements Callable<Integer> {

    private static final String INITIAL_WEIGHTS = "asyndgan.generator.initial-weights";

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Folder with the sites' folders.")
    private Path data;

    @Option(names = "--run", required = true, paramLabel = "NAME", description = "Name of the run.")
    private String run;

    @Option(
            names = "--initial-weights",
            paramLabel = "FILE",
            description = "Weights that the generator begins with, as export writes them, instead of drawing them from"
                    + " the seed.")
    private Path initialWeights;

    @Mixin
    @SuppressWarnings("UnusedVariable") // Its options were put in its place before it was read.
    private final Preset.Chosen preset = new Preset.Chosen();

    @Mixin
    private LocalOptions options = LocalOptions.train();

    @Override
    public Integer call() {
        if (initialWeights != null) {
            InitialWeights.requireReadable("--initial-weights", initialWeights);
            String file = initialWeights.toAbsolutePath().toString();
            String set = options.more.put(INITIAL_WEIGHTS, file);
            if (set != null && !set.equals(file)) {
                throw new IllegalArgumentException("--initial-weights names " + file + ", and --set " + INITIAL_WEIGHTS
                        + " names " + set + "; give one of them");
            }
        }
        return LocalRuns.lead(
                options.settings(run, data), options.resume, OptionalDouble.of(options.hours()), options.livePage());
    }
}
