package org.asyndgan.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code asyndgan version}: as the option, for those who look for a command. */
@Command(
        name = "version",
        mixinStandardHelpOptions = true,
        description = "Says which versions this is and stands on.",
        footerHeading = "%nExample:%n",
        footer = "  ./asyndgan version")
final class VersionCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        for (String line : new VersionLines().getVersion()) {
            spec.commandLine().getOut().println(line);
        }
    }
}
