package org.asyndgan.command.option;

import java.util.List;
import java.util.Set;
import org.asyndgan.nn.backend.Engine;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code --engine} and {@code --device}, which every command takes, before its name or after.
 *
 * <p>The script that starts Java reads them, because the engine's libraries must be on the class path before
 * this class is there; it hands both on as system properties, which workers that a command starts have too.
 * Here they are named in the help, and set where Java was started without the script.
 */
public final class EngineOption {

    private static final List<String> ENGINES = List.of("nd4j", "torch");
    private static final List<String> DEVICES = List.of("cpu", "cuda");

    private EngineOption() {}

    /** Gives them to a command and to all commands within it. @return the command */
    public static CommandLine addTo(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("--engine")
                        .type(String.class)
                        .paramLabel("NAME")
                        .description("Computes the networks: nd4j, or torch (libtorch; also on GPUs of today) (nd4j).")
                        .converters(text -> chosen(Engine.BACKEND, text, ENGINES))
                        .build())
                .addOption(OptionSpec.builder("--device")
                        .type(String.class)
                        .paramLabel("KIND")
                        .description("Of the engine torch: cpu or cuda (cpu).")
                        .converters(text -> chosen(Engine.DEVICE, text, DEVICES))
                        .build());
        // One that has two names is there twice.
        Set.copyOf(command.getSubcommands().values()).forEach(EngineOption::addTo);
        return command;
    }

    private static String chosen(String property, String text, List<String> known) {
        if (!known.contains(text)) {
            throw new TypeConversionException("'" + text + "' is none of " + String.join(", ", known));
        }
        System.setProperty(property, text);
        return text;
    }
}
