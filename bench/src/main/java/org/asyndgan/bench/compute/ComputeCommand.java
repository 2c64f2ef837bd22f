package org.asyndgan.bench.compute;

import org.asyndgan.nn.kernel.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code asyndgan bench compute}: training steps of the neural engine. */
@Command(
        name = "compute",
        mixinStandardHelpOptions = true,
        description = "Times the neural engine's training steps.",
        footerHeading = "%nExample:%n",
        footer = "  ./asyndgan bench compute")
public final class ComputeCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getOut().println(Engine.describe());
    }
}
