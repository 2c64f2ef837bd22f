package org.asyndgan.live.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.live.view.ProbeImage;

/**
 * One JSON object a line for each event: {@code source}, {@code at} (ISO 8601), {@code type}, {@code step}, {@code values}
 * and {@code texts}. Values that are not finite are the strings NaN, Infinity and -Infinity.
 */
public final class JsonLinesFile implements RunExport {

    private final ObjectMapper mapper = new ObjectMapper();
    private final Path file;
    private final BufferedWriter out;

    /** @throws UncheckedIOException if the file cannot be made */
    public JsonLinesFile(Path file) {
        this.file = file;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " cannot be written", e);
        }
    }

    @Override
    public void event(RunEvent event) {
        Map<String, Object> values = new TreeMap<>();
        event.values().forEach((name, value) -> values.put(name, Double.isFinite(value) ? value : value.toString()));
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("source", event.source());
        line.put("at", event.at().toString());
        line.put("type", event.type());
        line.put("step", event.step());
        line.put("values", values);
        line.put("texts", event.texts());
        try {
            out.write(mapper.writeValueAsString(line));
            out.write('\n');
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An event is no JSON", e);
        } catch (IOException e) {
            throw Unwritten.of(file, "--jsonl", e);
        }
    }

    @Override
    public void preview(ProbeImage preview, Instant at) {
        // Numbers and words only: images belong to a format that tools show.
    }

    @Override
    public void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw Unwritten.of(file, "--jsonl", e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw Unwritten.of(file, "--jsonl", e);
        }
    }
}
