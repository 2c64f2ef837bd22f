package org.asyndgan.command.local;

import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.asyndgan.command.option.LocalOptions;
import org.asyndgan.command.plan.RunFolder;
import org.asyndgan.command.plan.RunPlan;
import org.asyndgan.command.plan.RunSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code asyndgan demo}: the whole pipeline on the images that come along. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the whole pipeline on microscope images of nuclei that come along, in four to five minutes on two cores.",
            "It starts Kafka and a schema registry, a generator, a discriminator at each of three sites and a segmentation"
                    + " trainer, each a process of its own, says at the end what the synthetic images are worth, and"
                    + " leaves a page to read in runs/demo."
        },
        footerHeading = "%nExample:%n",
        footer = "  ./asyndgan demo --steps 1000")
public final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--run",
            paramLabel = "NAME",
            description = "Name of the run (demo, or demo-2 and so on where that exists already).")
    private String run;

    @Mixin
    private LocalOptions options = LocalOptions.demo();

    @Override
    public Integer call() {
        String name = run == null ? nextName() : run;
        Path samples = Path.of(System.getProperty("org.asyndgan.home", "."))
                .resolve("samples")
                .resolve("nuclei");
        RunSettings settings = options.settings(name, samples);
        OptionalDouble hours = RunPlan.isNeeded(settings) ? OptionalDouble.of(options.hours()) : OptionalDouble.empty();
        return LocalRuns.lead(settings, options.resume, hours, options.livePage());
    }

    private String nextName() {
        return options.resume ? RunFolder.newestName(options.runs, "demo") : RunFolder.freeName(options.runs, "demo");
    }
}
