package org.asyndgan.command.experiment;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.asyndgan.command.plan.RunException;
import org.asyndgan.command.progress.LogFile;
import org.asyndgan.command.progress.Screen;
import org.asyndgan.command.progress.Screens;
import org.asyndgan.core.checkpoint.WholeFile;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.experiment.gaussian.GaussianResults;
import org.asyndgan.experiment.gaussian.GaussianSettings;
import org.asyndgan.experiment.gaussian.Gaussians;
import org.asyndgan.experiment.gaussian.Liars;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.nn.backend.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code asyndgan gaussians}: the paper's first experiment. */
@Command(
        name = "gaussians",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Trains one generator against three sites that hold one Gaussian each, and says how near it comes to the"
                    + " mixture of all three, beside a GAN on the pooled data and one at each site alone.",
            "A minute or two; needs no data and no Kafka."
        },
        footerHeading = "%nExample:%n",
        footer = "  ./asyndgan gaussians --seeds 5")
public final class GaussiansCommand implements Callable<Integer> {

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of the page (${DEFAULT-VALUE}).")
    private Path out = Path.of("runs", "gaussians");

    @Option(names = "--steps", paramLabel = "N", description = "Of every generator (${DEFAULT-VALUE}).")
    private long steps = 2000;

    @Option(names = "--seeds", paramLabel = "N", description = "Seeds 1 to N of every arm (${DEFAULT-VALUE}).")
    private int seeds = 1;

    @Option(
            names = "--liars",
            description =
                    "Instead: what one site that lies does to the generator among 3, 4 and 8 sites, with and without"
                            + " the cap on what a site adds to a step, as a table. Some minutes.")
    private boolean liars;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "Of folding, with --liars: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}). In async mode the"
                    + " generator takes --steps times as many steps as there are sites, one site a step.")
    private FoldMode mode = FoldMode.ASYNC;

    @Override
    public Integer call() {
        requirePlace();
        LogFile.at(out.resolve("gaussians.log"));
        Engine.useThreads(1);
        try (Screen screen = Screens.open(InstantSource.system())) {
            if (liars) {
                String table =
                        Liars.markdown(new Liars(new GaussianSettings(steps, seeds), mode, new Shown(screen)).run());
                table.lines().forEach(screen::note);
                return 0;
            }
            GaussianResults results = new Gaussians(new GaussianSettings(steps, seeds), new Shown(screen)).run();
            Path page = out.resolve("gaussians.html");
            write(page, results.html());
            screen.stage(results.verdict());
            results.markdown().lines().forEach(screen::note);
            screen.stage("The figure is in " + page);
        }
        return 0;
    }

    /** Before minutes of computing, of which nothing could be kept. */
    private void requirePlace() {
        try {
            Files.createDirectories(out);
        } catch (IOException refused) {
            throw notWritten(refused);
        }
        if (!Files.isWritable(out)) {
            throw notWritten(new AccessDeniedException(out.toString()));
        }
    }

    private void write(Path page, String html) {
        try {
            WholeFile.write(page, fresh -> Files.writeString(fresh, html));
        } catch (IOException refused) {
            throw notWritten(refused);
        }
    }

    private RunException notWritten(IOException refused) {
        return new RunException(
                "ADG-703",
                "The folder " + out + " cannot be written: " + FileTrouble.reason(refused)
                        + ". Choose a folder that you may write to with --out.",
                refused);
    }
}
