package org.asyndgan.command.option;

import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code --heap}, which every command takes.
 *
 * <p>The script that starts Java reads it, because Java must know it before this class is there; workers that a command starts
 * have the same. Here it is only named in the help, and refused where the script could not read it.
 */
public final class HeapOption {

    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]*[kKmMgG]");

    private HeapOption() {}

    /** Gives it to a command and to all commands within it. @return the command */
    public static CommandLine addTo(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("--heap")
                        .type(String.class)
                        .paramLabel("SIZE")
                        .description(
                                "Most heap of Java and of each worker that a command starts, such as 8g (a quarter of the"
                                        + " memory, 1g to 16g).")
                        .converters(HeapOption::read)
                        .build());
        // One that has two names is there twice.
        Set.copyOf(command.getSubcommands().values()).forEach(HeapOption::addTo);
        return command;
    }

    private static String read(String text) {
        if (!SIZE.matcher(text).matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is no size of memory; give a number and m or g, such as 8g");
        }
        return text;
    }
}
