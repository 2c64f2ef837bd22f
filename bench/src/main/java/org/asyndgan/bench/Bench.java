package org.asyndgan.bench;

import org.asyndgan.bench.compute.ComputeCommand;
import org.asyndgan.bench.pipeline.PipelineCommand;
import org.asyndgan.bench.privacy.PrivacyStepCommand;
import org.asyndgan.bench.soak.SoakCommand;
import org.asyndgan.command.Asyndgan;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Where measurements start: {@code asyndgan bench COMMAND}. */
@Command(
        name = "asyndgan bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {"Measures AsynDGAN, beside what one would otherwise use.", ""},
        subcommands = {ComputeCommand.class, PipelineCommand.class, PrivacyStepCommand.class, SoakCommand.class})
public final class Bench implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Runs one measurement and ends the process with its exit code: 0, 1 for a failure, 2 for wrong usage. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The whole tree of measurements. */
    static CommandLine commandLine() {
        return Asyndgan.commandLine(new Bench());
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
