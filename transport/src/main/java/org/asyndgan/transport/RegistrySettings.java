package org.asyndgan.transport;

import java.time.Duration;
import java.util.Map;
import org.asyndgan.failure.PrintedUrl;

/**
 * How to reach the schema registry.
 *
 * @param url where Confluent's API is, several separated by commas; a user and password in it are never printed
 * @param timeout after which a registry that does not answer counts as unreachable
 * @param client further settings of Confluent's client, such as basic.auth.user.info; they may hold secrets, so they
 *     are never printed
 */
public record RegistrySettings(String url, Duration timeout, Map<String, String> client) {

    /** Longer than an answer of a registry takes that is only busy. */
    public static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

    public RegistrySettings {
        if (url.isBlank()) {
            throw new IllegalArgumentException("The schema registry's URL is empty; name it as http://host:port");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException(
                    "A registry cannot answer within " + timeout.toMillis() + " ms; give it a positive time");
        }
        client = Map.copyOf(client);
    }

    /** Without authentication. */
    public static RegistrySettings plain(String url) {
        return new RegistrySettings(url, USUAL_TIMEOUT, Map.of());
    }

    /** The URL without a user and password, as it may be printed. */
    public String printedUrl() {
        return PrintedUrl.withoutUser(url, "");
    }

    /** The URL without a user and password, and the names of the further settings, not their values. */
    @Override
    public String toString() {
        return "url=" + printedUrl() + " timeout=" + timeout.toSeconds() + "s client="
                + client.keySet().stream().sorted().toList();
    }
}
