package org.asyndgan.command.option;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which run on this machine, of commands that take one elsewhere too. */
public final class LocalRunOption {

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "Name of a run on this machine.")
    private String name;

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            description = "Folder of the runs on this machine (${DEFAULT-VALUE}).")
    private Path runs = Path.of("runs");

    public boolean isGiven() {
        return name != null;
    }

    public String name() {
        return name;
    }

    public Path runs() {
        return runs;
    }
}
