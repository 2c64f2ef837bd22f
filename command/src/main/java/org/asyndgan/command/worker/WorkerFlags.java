package org.asyndgan.command.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.asyndgan.command.option.ImageOptions;
import org.asyndgan.federation.Kit;
import org.asyndgan.imaging.dataset.Fit;
import org.asyndgan.imaging.dataset.IntensityScaling;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The flags that every worker has, and how flags become settings. */
final class WorkerFlags {

    private static final SettingFlag.Group LINK = new SettingFlag.Group("asyndgan.link.");
    private static final SettingFlag.Group PROCESS = new SettingFlag.Group("asyndgan.");
    private static final List<SettingFlag> OF_EVERY_WORKER = List.of(
            LINK.flag("run", "NAME", "Name of the run, the same for all its workers."),
            LINK.flag("brokers", "HOST:PORT,...", "Kafka brokers."),
            LINK.flag("registry", "URL", "Schema registry, such as http://registry:8081."),
            PROCESS.flag(
                    "http-port", "http.port", "PORT", "Where /health and /prometheus are served; 0 takes a free port."),
            PROCESS.flag("threads", "N", "Threads that compute. Runs repeat to the bit only with the same number."),
            PROCESS.hidden("exit-with-parent", Boolean.class),
            PROCESS.hidden("await-start", Boolean.class));

    @Option(
            names = "--kit",
            paramLabel = "DIR",
            description =
                    "Start-up kit that provision made for this party: connections, keys, names. Flags win over it.")
    private Path kit;

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

    /** Gives a worker's command the flags of every worker and its own. @return the command */
    static CommandSpec add(CommandSpec command, List<SettingFlag> own) {
        return SettingFlag.add(SettingFlag.add(command, OF_EVERY_WORKER), own);
    }

    /** How images of any size become what the networks see; the same flags at sites and trainer. */
    static Stream<SettingFlag> images(SettingFlag.Group worker) {
        return Stream.of(
                worker.list(
                        "label-values",
                        "label-values",
                        "N,N,...",
                        "Values of the label files that are the classes, 0 first, the same for all workers."),
                worker.flag("image-size", "N", "Side of images and masks, pixels, the same for all workers."),
                worker.flag("channels", "N", "1 for grey images, 3 for colour."),
                worker.choice("fit", "FIT", Fit.class, ImageOptions.FIT),
                worker.flag("load-size", "N", ImageOptions.LOAD_SIZE + "."),
                worker.choice("intensity-scaling", "KIND", IntensityScaling.class, ImageOptions.INTENSITY_SCALING));
    }

    /** What training needs in every worker. */
    static Stream<SettingFlag> training(SettingFlag.Group worker) {
        return Stream.of(
                worker.flag(
                        "initial-weights",
                        "FILE",
                        "Weights to begin with, as export writes them, instead of drawing them from the seed."),
                worker.flag("seed", "N", "What all its random numbers follow from."),
                worker.flag("batch-size", "N", "Images a batch, the same for generator and sites."),
                worker.flag("learning-rate", "X", "Of Adam."),
                worker.flag("snapshot-every", "N", "Steps between snapshots."));
    }

    /**
     * The settings that were given: those of the kit, those of flags, which win over it, and those of {@code --set},
     * which win over both.
     *
     * @throws IllegalArgumentException if the file of settings is not there
     */
    Map<String, Object> settings(CommandSpec command) {
        Map<String, Object> settings = new LinkedHashMap<>(kit == null ? Map.of() : Kit.settings(kit));
        if (config != null) {
            if (!Files.isReadable(config)) {
                throw new IllegalArgumentException("There is no file " + config
                        + " that can be read. Name a file of settings such as application.yml with --config.");
            }
            // The one place where Micronaut looks for files, and before it looks at anything else.
            System.setProperty("micronaut.config.files", config.toAbsolutePath().toString());
        }
        SettingFlag.collect(command.commandLine().getParseResult(), settings);
        settings.putAll(more);
        return settings;
    }

    /** The folder that a worker's log lies in; nothing where the environment says it. */
    static Path state(Map<String, Object> settings, String setting) {
        return Optional.ofNullable(settings.get(setting))
                .map(state -> Path.of(state.toString()))
                .orElse(null);
    }
}
