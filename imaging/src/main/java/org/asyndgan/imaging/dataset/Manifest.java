package org.asyndgan.imaging.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of a {@code manifest.csv}: UTF-8, a header line, commas, double quotes where needed.
 *
 * <p>Column {@code file} names the image; {@code site} its site, {@code split} is {@code train} or
 * begins with {@code test}; any other column is metadata. The order of columns is free.
 */
final class Manifest {

    static final String FILE_NAME = "manifest.csv";

    private final Path path;
    private final List<String> header;
    private final List<Row> rows;

    private Manifest(Path path, List<String> header, List<Row> rows) {
        this.path = path;
        this.header = header;
        this.rows = rows;
    }

    /** The manifest in a folder, if it has one. */
    static Optional<Manifest> in(Path folder) {
        Path path = folder.resolve(FILE_NAME);
        return Files.isRegularFile(path) ? Optional.of(read(path)) : Optional.empty();
    }

    private static Manifest read(Path path) {
        List<String> lines;
        try {
            lines = Files.readAllLines(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new DatasetException(
                    "ADG-212", "Manifest " + path + " cannot be read as UTF-8 text: " + e.getMessage() + ".", e);
        }
        List<String> header = lines.isEmpty() ? List.of() : header(lines.get(0));
        if (!header.contains("file")) {
            throw new DatasetException(
                    "ADG-212",
                    "Manifest " + path + " has no column file in its first line. Its columns are file, site and"
                            + " split, separated by commas; others are kept as metadata.");
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                rows.add(row(path, header, i + 1, fields(lines.get(i))));
            }
        }
        return new Manifest(path, header, List.copyOf(rows));
    }

    private static List<String> header(String line) {
        String withoutMark = line.startsWith("\uFEFF") ? line.substring(1) : line;
        return fields(withoutMark).stream()
                .map(field -> field.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static Row row(Path path, List<String> header, int line, List<String> fields) {
        if (fields.size() != header.size()) {
            throw new DatasetException(
                    "ADG-212",
                    "Line " + line + " of manifest " + path + " has " + fields.size() + " fields, but the first line"
                            + " names " + header.size() + " columns. Put a field with commas between double quotes.");
        }
        Map<String, String> byName = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            byName.put(header.get(i), fields.get(i));
        }
        return new Row(line, byName);
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString().trim());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString().trim());
        return fields;
    }

    Path path() {
        return path;
    }

    boolean has(String column) {
        return header.contains(column);
    }

    /** The rows in the order of the file, by site; all under one empty name if there is no such column. */
    Map<String, List<Row>> bySite() {
        Map<String, List<Row>> sites = new LinkedHashMap<>();
        for (Row row : rows) {
            sites.computeIfAbsent(row.field("site").orElse(""), none -> new ArrayList<>())
                    .add(row);
        }
        return sites;
    }

    /** The split of a row, empty if the manifest has no such column. */
    Optional<Split> split(Row row) {
        return row.field("split").map(text -> {
            String lower = text.toLowerCase(Locale.ROOT);
            if (lower.equals("train")) {
                return Split.TRAIN;
            }
            if (lower.startsWith("val")) {
                return Split.VALIDATION;
            }
            if (lower.startsWith("test")) {
                return Split.TEST;
            }
            throw new DatasetException(
                    "ADG-212",
                    "Line " + row.line() + " of manifest " + path + " has the split \"" + text
                            + "\". Write train, validation or test, or a word that begins with val or test.");
        });
    }

    /**
     * One line.
     *
     * @param line its number, the header being 1
     */
    record Row(int line, Map<String, String> fields) {

        Optional<String> field(String column) {
            return Optional.ofNullable(fields.get(column));
        }

        String file() {
            return fields.get("file");
        }

        Map<String, String> metadata() {
            Map<String, String> others = new HashMap<>(fields);
            others.keySet().removeAll(List.of("file", "site", "split"));
            return others;
        }
    }
}
