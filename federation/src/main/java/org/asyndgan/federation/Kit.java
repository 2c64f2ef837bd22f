package org.asyndgan.federation;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A party's start-up kit: a folder with its keys and with all settings that it shares with the run.
 *
 * <p>Files are named relative to the folder, so that it may be carried anywhere.
 */
public final class Kit {

    static final String SETTINGS = "asyndgan.properties";
    static final String IDENTITY = "identity.p12";
    static final String TRUST = "trust.p12";

    private static final String KAFKA = "asyndgan.link.kafka.";
    private static final String REGISTRY = "asyndgan.link.registry-client.schema.registry.";

    private Kit() {}

    /**
     * The settings of a kit, its files' names made absolute.
     *
     * @throws FederationException if the folder holds no kit
     */
    public static Map<String, Object> settings(Path folder) {
        Properties read = read(folder.resolve(SETTINGS));
        Map<String, Object> settings = new TreeMap<>();
        read.stringPropertyNames().forEach(name -> {
            String value = read.getProperty(name);
            boolean isFile = name.endsWith(".location") || name.endsWith(".state");
            settings.put(name, isFile ? folder.resolve(value).toAbsolutePath().toString() : value);
        });
        return settings;
    }

    static Properties read(Path file) {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            read.load(reader);
            return read;
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new FederationException(
                    "ADG-665",
                    "The folder " + file.getParent() + " holds no start-up kit: " + file
                            + " cannot be read. Name with --kit the"
                            + " folder that ./asyndgan provision made for this party.",
                    unreadable);
        }
    }

    /** Kafka's own settings among those of a kit. */
    static Map<String, String> kafka(Map<String, Object> settings) {
        return under(KAFKA, settings);
    }

    /** The registry client's settings among those of a kit. */
    static Map<String, String> registry(Map<String, Object> settings) {
        return under("asyndgan.link.registry-client.", settings);
    }

    private static Map<String, String> under(String prefix, Map<String, Object> settings) {
        Map<String, String> own = new TreeMap<>();
        settings.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                own.put(name.substring(prefix.length()), String.valueOf(value));
            }
        });
        return own;
    }

    /**
     * Settings of TLS for both of a party's clients; file names stay relative.
     *
     * @param password of both stores
     */
    static Map<String, String> tls(String password) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String prefix : new String[] {KAFKA, REGISTRY}) {
            settings.put(prefix + "ssl.keystore.type", "PKCS12");
            settings.put(prefix + "ssl.keystore.location", IDENTITY);
            settings.put(prefix + "ssl.keystore.password", password);
            settings.put(prefix + "ssl.key.password", password);
            settings.put(prefix + "ssl.truststore.type", "PKCS12");
            settings.put(prefix + "ssl.truststore.location", TRUST);
            settings.put(prefix + "ssl.truststore.password", password);
        }
        return settings;
    }

    /** How a party logs in: encrypted, with its certificate, its name and its password. */
    static Map<String, String> login(String party, String password) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(KAFKA + "security.protocol", "SASL_SSL");
        settings.put(KAFKA + "sasl.mechanism", "SCRAM-SHA-512");
        settings.put(
                KAFKA + "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + party
                        + "\" password=\"" + password + "\";");
        return settings;
    }

    /** How the operator logs in: by certificate alone, at the listener for operators. */
    static Map<String, String> operatorLogin() {
        return Map.of(KAFKA + "security.protocol", "SSL");
    }

    static void write(Path folder, String title, Map<String, String> settings) {
        StringBuilder text = new StringBuilder("# " + title + " Keep it as you keep a password.\n");
        settings.forEach((name, value) ->
                text.append(name).append('=').append(escaped(value)).append('\n'));
        Secrets.write(folder.resolve(SETTINGS), text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link Properties} reads it: blanks before a value are none of it, and a line break ends it. */
    private static String escaped(String value) {
        String text = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        return text.matches("(?s)[ \t\f].*") ? "\\" + text : text;
    }
}
