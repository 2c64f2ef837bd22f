package org.asyndgan.command.option;

import picocli.CommandLine.Option;

/** Whether a command may start on images that something is doubtful of. */
public final class DoubtOption {

    @Option(
            names = "--accept-doubts",
            description = "Starts although inspect finds something that makes a score mean little.")
    private boolean areAccepted;

    public boolean areAccepted() {
        return areAccepted;
    }
}
