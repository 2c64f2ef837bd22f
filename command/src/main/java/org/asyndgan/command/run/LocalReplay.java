package org.asyndgan.command.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.asyndgan.command.plan.LocalData;
import org.asyndgan.command.plan.RunException;
import org.asyndgan.command.plan.RunFolder;
import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.command.process.Arguments;
import org.asyndgan.command.process.Launcher;
import org.asyndgan.command.process.LocalCluster;
import org.asyndgan.localstack.LocalStack;
import org.asyndgan.worker.StopSignal;

/**
 * Computes the generator of a run on this machine again, in a process like the one that computed it.
 *
 * <p>Broker and registry are started on the run's own data for as long as it takes.
 */
public final class LocalReplay {

    private final RunSettings settings;
    private final RunFolder folder;

    private LocalReplay(RunSettings settings, RunFolder folder) {
        this.settings = settings;
        this.folder = folder;
    }

    /**
     * A run to be replayed.
     *
     * @param runs folder of the runs
     * @throws RunException ADG-322 if there is no such run
     */
    public static LocalReplay of(Path runs, String name) {
        RunFolder folder = RunFolder.existing(runs, name);
        try {
            return new LocalReplay(RunSettings.JSON.readValue(folder.settings().toFile(), RunSettings.class), folder);
        } catch (IOException unreadable) {
            throw new RunException(
                    "ADG-322",
                    "The settings of run " + name + " cannot be read from " + folder.settings() + ": "
                            + unreadable.getMessage() + ". Replay with the version that made the run.",
                    unreadable);
        }
    }

    /**
     * Replays the run on a broker and registry of its own; what came of it goes to this process's output.
     *
     * @param more flags of the replay
     * @return 0 if every step led to the recorded weights
     */
    public int lead(List<String> more) {
        try (StopSignal stop = StopSignal.ofThisProcess();
                LocalStack stack = LocalStack.open(folder.path())) {
            return launcher().startInForeground("replay", command(stack, more)).awaitEnd(stop);
        }
    }

    private Launcher launcher() {
        return new Launcher(folder);
    }

    private List<String> command(LocalStack stack, List<String> more) {
        LocalCluster cluster = new LocalCluster(stack, settings.name());
        Arguments arguments =
                new Arguments(settings, LocalData.look(settings), folder, cluster.brokers(), cluster.registry(), false);
        List<String> command = new ArrayList<>(arguments.generator());
        command.set(0, "replay");
        command.addAll(more);
        return command;
    }

    /**
     * As {@link #lead(List)}, on a broker and registry that run already; what came of it goes to the run's logs.
     *
     * @return whether every step led to the recorded weights
     */
    public boolean isEqual(LocalStack stack) {
        try (StopSignal stop = StopSignal.ofThisProcess()) {
            return launcher().start("replay", command(stack, List.of())).awaitEnd(stop) == 0;
        }
    }
}
