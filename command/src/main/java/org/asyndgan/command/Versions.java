package org.asyndgan.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import picocli.CommandLine.IVersionProvider;

/** Versions of the product and of what it stands on, as the build wrote them down. */
public final class Versions implements IVersionProvider {

    private static final Properties BUILT = read();

    @Override
    public String[] getVersion() {
        return new String[] {
            "asyndgan " + product(),
            "Java " + Runtime.version() + ", Kafka " + BUILT.getProperty("kafka") + ", ND4J "
                    + BUILT.getProperty("nd4j") + ", Apicurio Registry " + BUILT.getProperty("registry")
        };
    }

    /** The product's own version. */
    public static String product() {
        return BUILT.getProperty("version");
    }

    /** Versions by name, for a report's provenance. */
    public static Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        all.put("asyndgan", product());
        all.put("java", Runtime.version().toString());
        all.put("kafka", BUILT.getProperty("kafka"));
        all.put("nd4j", BUILT.getProperty("nd4j"));
        all.put("registry", BUILT.getProperty("registry"));
        return all;
    }

    private static Properties read() {
        Properties built = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("version.properties")) {
            built.load(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return built;
    }
}
