package org.asyndgan.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.asyndgan.command.centre.ProvisionCommand;
import org.asyndgan.command.centre.RegistryProxyCommand;
import org.asyndgan.command.data.ExportCommand;
import org.asyndgan.command.data.ImportCommand;
import org.asyndgan.command.data.InspectCommand;
import org.asyndgan.command.data.SamplesCommand;
import org.asyndgan.command.experiment.ArmCommand;
import org.asyndgan.command.experiment.ExperimentCommand;
import org.asyndgan.command.experiment.GaussiansCommand;
import org.asyndgan.command.local.DeadLettersCommand;
import org.asyndgan.command.local.DemoCommand;
import org.asyndgan.command.local.PrivacyCommand;
import org.asyndgan.command.local.TrainCommand;
import org.asyndgan.command.option.EngineOption;
import org.asyndgan.command.option.HeapOption;
import org.asyndgan.command.option.Preset;
import org.asyndgan.command.progress.LogFile;
import org.asyndgan.command.worker.GeneratorCommand;
import org.asyndgan.command.worker.LiveCommand;
import org.asyndgan.command.worker.ReplayCommand;
import org.asyndgan.command.worker.SegmentCommand;
import org.asyndgan.command.worker.SiteCommand;
import org.asyndgan.worker.setting.RenamedSettings;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Where everything starts: {@code asyndgan SUBCOMMAND}. */
@Command(
        name = "asyndgan",
        mixinStandardHelpOptions = true,
        versionProvider = VersionLines.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {"Trains one image generator across sites that keep their images, through Apache Kafka.", ""},
        footerHeading = "%n",
        footer = {
            "Start here:",
            "  ./asyndgan demo                         three sites, four to five minutes",
            "  ./asyndgan train --data DIR --run NAME  the same on your images",
            "  ./asyndgan COMMAND --help               all its options, with an example",
            "  ./asyndgan bench --help                 benchmarks; soak, which kills workers at random moments"
        })
public final class Asyndgan implements Runnable {

    private static final int USAGE = 2;

    /** In the order of the help. */
    private static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            TrainCommand.class,
            ProvisionCommand.class,
            RegistryProxyCommand.class,
            GeneratorCommand.class,
            SiteCommand.class,
            SegmentCommand.class,
            LiveCommand.class,
            ArmCommand.class,
            ImportCommand.class,
            InspectCommand.class,
            SamplesCommand.class,
            ExperimentCommand.class,
            ReplayCommand.class,
            DeadLettersCommand.class,
            ExportCommand.class,
            GaussiansCommand.class,
            PrivacyCommand.class,
            VersionCommand.class);

    @Spec
    private CommandSpec spec;

    /** Runs one command and ends the process with its exit code: 0, 1 for a failure, 2 for wrong usage. */
    public static void main(String[] arguments) {
        // Libraries that write names in capitals must not write them as Turkish or Azeri do.
        Locale.setDefault(Locale.ROOT);
        System.exit(run(arguments));
    }

    /** Errors of the JVM that have a remedy are told as every other failure; picocli passes them on. */
    private static int run(String... arguments) {
        try {
            return commandLine(arguments).execute(Preset.expand(arguments));
        } catch (LinkageError | OutOfMemoryError trouble) {
            LogFile.anywhere();
            LoggerFactory.getLogger(Asyndgan.class).error("{}", trouble.getMessage(), trouble);
            System.err.println(Failures.sentence(trouble));
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    /** The whole tree of commands. */
    public static CommandLine commandLine() {
        return commandLine(new String[0]);
    }

    /**
     * The tree of commands with the one alone that the arguments name; with all where they name none. To look at every
     * command's options takes longer than most commands.
     */
    static CommandLine commandLine(String... arguments) {
        CommandLine root = new CommandLine(new Asyndgan());
        List<Class<?>> named = COMMANDS.stream()
                .filter(command -> arguments.length > 0 && isNamed(arguments[0], command.getAnnotation(Command.class)))
                .toList();
        // A command line of its own, because picocli lets a model transformer work in one alone.
        (named.isEmpty() ? COMMANDS : named).forEach(command -> root.addSubcommand(new CommandLine(command)));
        return complete(root);
    }

    private static boolean isNamed(String word, Command command) {
        return word.equals(command.name()) || List.of(command.aliases()).contains(word);
    }

    /** A tree of commands that reads its flags and tells its failures as this one does. */
    public static CommandLine commandLine(Runnable root) {
        return complete(new CommandLine(root));
    }

    private static CommandLine complete(CommandLine root) {
        return EngineOption.addTo(HeapOption.addTo(root))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Asyndgan::tellMisuse)
                .setExecutionExceptionHandler(Asyndgan::tellFailure);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int tellMisuse(ParameterException misuse, String[] arguments) {
        CommandLine command = misuse.getCommandLine();
        Optional<String> renamed = renamed(misuse);
        command.getErr().println(renamed.orElse(misuse.getMessage()));
        if (renamed.isEmpty()) {
            UnmatchedArgumentException.printSuggestions(misuse, command.getErr());
        }
        command.getErr()
                .println("See ./" + command.getCommandSpec().qualifiedName()
                        + " --help for what it takes, with an example.");
        return USAGE;
    }

    private static Optional<String> renamed(ParameterException misuse) {
        return misuse instanceof UnmatchedArgumentException unmatched
                ? unmatched.getUnmatched().stream()
                        .map(argument -> argument.replaceFirst("=.*", ""))
                        .filter(flag -> flag.startsWith("--"))
                        .flatMap(flag -> RenamedSettings.now(flag.substring(2))
                                .map(now -> RenamedSettings.refusal(flag, "--" + now)
                                        .getMessage())
                                .stream())
                        .findFirst()
                : Optional.empty();
    }

    private static int tellFailure(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        LogFile.anywhere();
        LoggerFactory.getLogger(Asyndgan.class).error("{}", failure.getMessage(), failure);
        command.getErr().println(Failures.sentence(failure));
        return CommandLine.ExitCode.SOFTWARE;
    }
}
