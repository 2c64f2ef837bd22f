package org.asyndgan.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * The schemas of messages as the registry holds them and as {@code src/main/avro} has them.
 *
 * <p>Record {@code X} of a schema is class {@code AvroX} in Java, so that it can stand beside the value {@code X} of
 * core. The class's own schema is called {@code AvroX} too and has {@code X} as its alias, by which Avro reads what was
 * written as {@code X}. Only the name {@code X} is ever written or registered. Thread-safe.
 */
public final class Contract {

    private static final String PREFIX = "Avro";

    /** What several messages are made of, in files of their own. */
    private static final List<String> PARTS = List.of("Tensor", "RejectionKind", "PrivacyStatement");

    private static final Map<Class<?>, Schema> KNOWN = new ConcurrentHashMap<>();

    private Contract() {}

    /** The schema with which a message is written and registered. */
    public static Schema of(Class<? extends SpecificRecord> message) {
        return KNOWN.computeIfAbsent(message, type -> read(type.getSimpleName().substring(PREFIX.length())));
    }

    private static Schema read(String name) {
        Schema.Parser parser = new Schema.Parser();
        Map<String, Schema> parts = new HashMap<>();
        PARTS.forEach(part -> parts.put(part, parser.parse(text(part))));
        return parts.containsKey(name) ? parts.get(name) : parser.parse(text(name));
    }

    private static String text(String name) {
        try (InputStream file = Contract.class.getResourceAsStream(name + ".avsc")) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException impossible) {
            throw new UncheckedIOException("The schema " + name + " of this very program cannot be read", impossible);
        }
    }
}
