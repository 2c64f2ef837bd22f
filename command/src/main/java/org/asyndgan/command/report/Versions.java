package org.asyndgan.command.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Versions of the product and of what it stands on, as the build wrote them down. */
public final class Versions {

    private static final Map<String, String> ALL = read();

    private Versions() {}

    /** Versions by name: {@code asyndgan}, {@code java}, {@code kafka}, {@code nd4j}, {@code registry}. */
    public static Map<String, String> all() {
        return ALL;
    }

    private static Map<String, String> read() {
        Properties built = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("version.properties")) {
            built.load(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        Map<String, String> all = new TreeMap<>();
        all.put("java", Runtime.version().toString());
        built.stringPropertyNames().forEach(name -> all.put(name, built.getProperty(name)));
        return Collections.unmodifiableMap(all);
    }
}
