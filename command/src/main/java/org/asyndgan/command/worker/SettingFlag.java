package org.asyndgan.command.worker;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * A flag that sets one setting of a worker; one that is not given leaves the setting as it is.
 *
 * <p>The setting's type, range and default are known to the worker alone, which refuses what it cannot read.
 *
 * @param name without its dashes
 * @param setting in full, such as {@code asyndgan.generator.steps}
 * @param label of its value in the help
 * @param type {@code String}, or the enum whose constants the description lists
 * @param isList says that the flag may be repeated and its value be several, separated by commas
 * @param isHidden says that the help leaves it out
 */
record SettingFlag(
        String name,
        String setting,
        String label,
        String description,
        Class<?> type,
        boolean isList,
        boolean isHidden) {

    /** Names flags that set the settings under one prefix. */
    record Group(String prefix) {

        /** Sets the setting of the same name. */
        SettingFlag flag(String name, String label, String description) {
            return flag(name, name, label, description);
        }

        SettingFlag flag(String name, String setting, String label, String description) {
            return new SettingFlag(name, prefix + setting, label, description, String.class, false, false);
        }

        /** Sets one of an enum's constants, which the description lists. */
        SettingFlag choice(String name, String label, Class<? extends Enum<?>> type, String description) {
            return new SettingFlag(
                    name, prefix + name, label, description + ": ${COMPLETION-CANDIDATES}.", type, false, false);
        }

        SettingFlag list(String name, String setting, String label, String description) {
            return new SettingFlag(name, prefix + setting, label, description, String.class, true, false);
        }

        /** Sets it to true, unless its value says false. */
        SettingFlag yes(String name, String description) {
            return new SettingFlag(name, prefix + name, "BOOLEAN", description, Boolean.class, false, false);
        }

        SettingFlag hidden(String name, Class<?> type) {
            return new SettingFlag(name, prefix + name, "VALUE", "", type, false, true);
        }
    }

    /** Gives a command flags. @return the command */
    static CommandSpec add(CommandSpec command, List<SettingFlag> flags) {
        flags.forEach(flag -> command.addOption(flag.option()));
        return command;
    }

    private OptionSpec option() {
        var option = OptionSpec.builder("--" + name)
                .paramLabel(label)
                .description(description)
                .hidden(isHidden)
                .userObject(this);
        return isList
                ? option.type(List.class).auxiliaryTypes(type).splitRegex(",").build()
                : option.type(type).build();
    }

    /** Adds what the given flags set to other settings, which they win over. */
    static void collect(ParseResult parsed, Map<String, Object> settings) {
        for (OptionSpec option : parsed.matchedOptions()) {
            if (option.userObject() instanceof SettingFlag flag) {
                settings.put(flag.setting(), text(option.getValue()));
            }
        }
    }

    private static String text(Object value) {
        return value instanceof List<?> many
                ? many.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(value);
    }
}
