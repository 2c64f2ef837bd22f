package org.asyndgan.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which run on this machine, of commands that take one elsewhere too. */
final class LocalRunOption {

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "Name of a run on this machine.")
    private String name;

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            description = "Folder of the runs on this machine (${DEFAULT-VALUE}).")
    private Path runs = Path.of("runs");

    boolean isGiven() {
        return name != null;
    }

    String name() {
        return name;
    }

    Path runs() {
        return runs;
    }
}
