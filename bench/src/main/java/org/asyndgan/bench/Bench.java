package org.asyndgan.bench;

import org.asyndgan.bench.compute.ComputeCommand;
import org.asyndgan.bench.pipeline.PipelineCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Where measurements start: {@code asyndgan bench COMMAND}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {"Measures AsynDGAN, beside what one would otherwise use.", ""},
        subcommands = {ComputeCommand.class, PipelineCommand.class})
public final class Bench implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Runs one measurement and ends the process with its exit code: 0, 1 for a failure, 2 for wrong usage. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(Bench::tellFailure)
                .execute(arguments));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int tellFailure(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        String message = failure.getMessage();
        command.getErr().println(message == null ? failure.toString() : message);
        return CommandLine.ExitCode.SOFTWARE;
    }
}
