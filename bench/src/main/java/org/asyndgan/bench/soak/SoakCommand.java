package org.asyndgan.bench.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import org.asyndgan.command.plan.RunFolder;
import org.asyndgan.command.progress.LogFile;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.worker.StopSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code asyndgan soak}, {@code asyndgan bench soak}: small runs whose workers are killed again and again. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs small trainings through a real broker, kills workers as kill -9 does at random moments, starts them"
                    + " again, and checks that nothing was lost, nothing folded twice and every weight is what the log"
                    + " says.",
            "Exit code 0 says that every promise held."
        },
        footerHeading = "%nExample:%n",
        footer = "  ./asyndgan soak --minutes 5 --kills 10 --seed 7")
public final class SoakCommand implements Callable<Integer> {

    /** Which ways of folding are attacked. */
    enum Modes {
        SYNC,
        ASYNC,
        BOTH;

        Set<FoldMode> modes() {
            return this == BOTH ? Set.of(FoldMode.values()) : Set.of(FoldMode.valueOf(name()));
        }
    }

    @Option(names = "--minutes", paramLabel = "N", description = "How long it takes, roughly (${DEFAULT-VALUE}).")
    private int minutes = 30;

    @Option(names = "--kills", paramLabel = "N", description = "Workers killed (${DEFAULT-VALUE}).")
    private int kills = 60;

    @Option(names = "--seed", paramLabel = "N", description = "Who is killed when follows from it (${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "How gradients are folded: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Modes mode = Modes.BOTH;

    @Option(names = "--runs", paramLabel = "DIR", description = "Folder for its folder (${DEFAULT-VALUE}).")
    private Path runs = Path.of("runs");

    @Override
    public Integer call() {
        LogFile.anywhere();
        Path folder = runs.toAbsolutePath().resolve(RunFolder.freeName(runs, "soak-" + seed));
        try (StopSignal stop = StopSignal.ofThisProcess()) {
            boolean held = new Soak(
                            folder,
                            Duration.ofMinutes(minutes),
                            kills,
                            seed,
                            mode.modes(),
                            System.out,
                            stop::isRequested)
                    .lead();
            return held ? 0 : 1;
        }
    }
}
