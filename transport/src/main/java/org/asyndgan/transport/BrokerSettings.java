package org.asyndgan.transport;

import java.time.Duration;
import java.util.Map;

/**
 * How to reach the Kafka cluster.
 *
 * @param bootstrapServers host:port, several separated by commas
 * @param timeout after which a broker that does not answer counts as unreachable
 * @param client further settings of every Kafka client, such as security.protocol and sasl.jaas.config; they may
 *     hold secrets, so they are never printed
 */
public record BrokerSettings(String bootstrapServers, Duration timeout, Map<String, String> client) {

    /** Long enough for a cluster that is electing a leader. */
    public static final Duration USUAL_TIMEOUT = Duration.ofSeconds(15);

    public BrokerSettings {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("The broker's address is empty; name it as host:port");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException(
                    "A broker cannot answer within " + timeout.toMillis() + " ms; give it a positive time");
        }
        client = Map.copyOf(client);
    }

    /** Without encryption and authentication. */
    public static BrokerSettings plain(String bootstrapServers) {
        return new BrokerSettings(bootstrapServers, USUAL_TIMEOUT, Map.of());
    }

    /** The address and the names of the further settings, not their values. */
    @Override
    public String toString() {
        return "bootstrapServers=" + bootstrapServers + " timeout=" + timeout.toSeconds() + "s client="
                + client.keySet().stream().sorted().toList();
    }
}
