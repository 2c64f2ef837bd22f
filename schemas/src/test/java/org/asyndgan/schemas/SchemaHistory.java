package org.asyndgan.schemas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.specific.SpecificRecord;

/** One message's schema as it is and as it was, {@code src/main/avro-history/NAME/vN.avsc}. */
final class SchemaHistory {

    private static final Path KEPT = Path.of("src/main/avro-history");
    private static final Path CURRENT = Path.of("target/avro-current");

    private final String message;
    private final Schema current;
    private final NavigableMap<Integer, Schema> kept;

    SchemaHistory(String message, Schema current, NavigableMap<Integer, Schema> kept) {
        this.message = message;
        this.current = current;
        this.kept = kept;
    }

    static SchemaHistory of(String message) throws IOException, ReflectiveOperationException {
        Schema current = current(message);
        var history = new SchemaHistory(message, current, keptVersions(KEPT.resolve(message)));
        Files.createDirectories(CURRENT);
        Files.writeString(
                CURRENT.resolve(message + ".avsc"), SchemaFormatter.format("json/pretty", history.current) + "\n");
        return history;
    }

    /** The schema of a message as it is registered now. */
    static Schema current(String message) throws ReflectiveOperationException {
        return Contract.of(Class.forName("org.asyndgan.schemas.Avro" + message).asSubclass(SpecificRecord.class));
    }

    /** Everything that would hurt readers or writers of other versions; empty when all is well. */
    List<String> problems() {
        var problems = new ArrayList<String>();
        kept.forEach((version, past) -> {
            cannotRead(current, past)
                    .ifPresent(
                            why -> problems.add("%s cannot read what v%d wrote: %s".formatted(message, version, why)));
            cannotRead(past, current)
                    .ifPresent(why -> problems.add(
                            "v%d of %s cannot read what is written now: %s".formatted(version, message, why)));
        });
        int newest = kept.isEmpty() ? 0 : kept.lastKey();
        if (newest == 0 || !kept.get(newest).toString().equals(current.toString())) {
            problems.add(
                    "%s differs from its newest kept version, v%d. If the change is meant, keep it: cp schemas/%s schemas/%s"
                            .formatted(
                                    message,
                                    newest,
                                    CURRENT.resolve(message + ".avsc"),
                                    KEPT.resolve(message).resolve("v" + (newest + 1) + ".avsc")));
        }
        if (kept.size() != newest) {
            problems.add(
                    "%s has versions %s kept; none may be missing up to v%d".formatted(message, kept.keySet(), newest));
        }
        return problems;
    }

    private static Optional<String> cannotRead(Schema reader, Schema writer) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        return result.getType() == SchemaCompatibilityType.COMPATIBLE
                ? Optional.empty()
                : Optional.of(result.getResult().getIncompatibilities().toString());
    }

    private static NavigableMap<Integer, Schema> keptVersions(Path folder) throws IOException {
        var versions = new TreeMap<Integer, Schema>();
        if (Files.isDirectory(folder)) {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    var name = file.getFileName().toString();
                    versions.put(
                            Integer.valueOf(name.replaceFirst("^v(\\d+)\\.avsc$", "$1")),
                            new Schema.Parser().parse(Files.readString(file)));
                }
            }
        }
        return versions;
    }
}
