package org.asyndgan.command;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.asyndgan.federation.Kit;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The flags that every worker has, and how flags become settings. */
@SuppressWarnings("UnusedVariable") // WorkerFlags.settings reads the flags by their annotations.
final class WorkerFlags {

    private static final String LINKS = "asyndgan.link.";

    @Option(
            names = "--kit",
            paramLabel = "DIR",
            description =
                    "Start-up kit that provision made for this party: connections, keys, names. Flags win over it.")
    private Path kit;

    @Sets(LINKS + "run")
    @Option(names = "--run", paramLabel = "NAME", description = "Name of the run, the same for all its workers.")
    private String run;

    @Sets(LINKS + "brokers")
    @Option(names = "--brokers", paramLabel = "HOST:PORT,...", description = "Kafka brokers.")
    private String brokers;

    @Sets(LINKS + "registry")
    @Option(names = "--registry", paramLabel = "URL", description = "Schema registry, such as http://registry:8081.")
    private String registry;

    @Sets("asyndgan.http.port")
    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Where /health and /prometheus are served; 0 takes a free port.")
    private Integer httpPort;

    @Sets("asyndgan.threads")
    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that compute. Runs repeat to the bit only with the same number.")
    private Integer threads;

    @Sets("asyndgan.exit-with-parent")
    @Option(names = "--exit-with-parent", hidden = true, description = "Ends when the process that started it is gone.")
    private Boolean exitWithParent;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "An application.yml with settings; the environment wins over it, and flags over both.")
    private Path config;

    @Option(
            names = "--set",
            paramLabel = "SETTING=VALUE",
            description = "Any setting by its full name, such as asyndgan.link.kafka.security.protocol=SSL.")
    private Map<String, String> more = new LinkedHashMap<>();

    /**
     * The settings that were given: those of flags, and those of {@code --set}, which win.
     *
     * @throws IllegalArgumentException if the file of settings is not there
     */
    Map<String, Object> settings(ParseResult parsed) {
        Map<String, Object> settings = new LinkedHashMap<>(kit == null ? Map.of() : Kit.settings(kit));
        if (config != null) {
            if (!Files.isReadable(config)) {
                throw new IllegalArgumentException("There is no file " + config
                        + " that can be read. Name a file of settings such as application.yml with --config.");
            }
            // The one place where Micronaut looks for files, and before it looks at anything else.
            System.setProperty("micronaut.config.files", config.toAbsolutePath().toString());
        }
        for (OptionSpec option : parsed.matchedOptions()) {
            if (option.userObject() instanceof Field field && field.isAnnotationPresent(Sets.class)) {
                settings.put(field.getAnnotation(Sets.class).value(), text(option.getValue()));
            }
        }
        settings.putAll(more);
        return settings;
    }

    private static String text(Object value) {
        return value instanceof List<?> many
                ? many.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(value);
    }
}
