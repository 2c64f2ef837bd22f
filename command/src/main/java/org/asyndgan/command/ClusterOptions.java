package org.asyndgan.command;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where brokers and registry of a run are, of commands that are no workers. */
final class ClusterOptions {

    @Option(names = "--brokers", paramLabel = "HOST:PORT,...", description = "Kafka brokers.")
    private String brokers;

    @Option(names = "--registry", paramLabel = "URL", description = "Schema registry.")
    private String registry;

    @Option(
            names = "--kafka",
            paramLabel = "SETTING=VALUE",
            description = "Any setting of Kafka's client, such as security.protocol=SSL; may be repeated.")
    private Map<String, String> kafka = new LinkedHashMap<>();

    /** Nothing where they are not named. */
    String brokers() {
        return brokers;
    }

    /** Nothing where it is not named. */
    String registry() {
        return registry;
    }

    Map<String, String> kafka() {
        return kafka;
    }
}
