package org.asyndgan.command.option;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where brokers and registry of a run are, of commands that are no workers. */
public final class ClusterOptions {

    @Option(names = "--brokers", paramLabel = "HOST:PORT,...", description = "Kafka brokers.")
    private String brokers;

    @Option(names = "--registry", paramLabel = "URL", description = "Schema registry.")
    private String registry;

    @Option(
            names = "--kafka",
            paramLabel = "SETTING=VALUE",
            description = "Any setting of Kafka's client, such as security.protocol=SSL; may be repeated.")
    private Map<String, String> kafka = new LinkedHashMap<>();

    /** Says whether anything of a cluster was named. */
    public boolean isGiven() {
        return brokers != null || registry != null || !kafka.isEmpty();
    }

    /** Nothing where they are not named. */
    public String brokers() {
        return brokers;
    }

    /** Nothing where it is not named. */
    public String registry() {
        return registry;
    }

    public Map<String, String> kafka() {
        return kafka;
    }
}
