package org.asyndgan.imaging.folder;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
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
 * <p>Column {@code file} names the image, {@code site} its site, {@code split} what it is for, {@code patient} whose it
 * is; where there is no such column, {@code fold} and {@code patient_id}, {@code subject} or {@code case} stand for the
 * last two. The order of columns is free; others are named as unused.
 */
final class Manifest {

    static final String FILE_NAME = "manifest.csv";

    private static final String PATIENT = "patient";
    private static final List<String> PATIENT_TOO =
            List.of("patient_id", "patientid", "subject", "subject_id", "participant_id", "case", "case_id");
    private static final String SPLIT = "split";
    private static final String FOLD = "fold";
    private static final List<String> MEANT = List.of("file", "site", SPLIT, PATIENT, FOLD, "");

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
        List<String> lines = lines(path);
        List<String> header = lines.isEmpty() ? List.of() : header(path, lines.get(0));
        if (!header.contains("file")) {
            throw new DatasetException(
                    "ADG-212",
                    "Manifest " + path + " has no column file in its first line." + otherSeparator(lines)
                            + " Its columns are file, site, split and patient, separated by commas.");
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                rows.add(row(path, header, i + 1, fields(path, i + 1, lines.get(i))));
            }
        }
        return new Manifest(path, header, List.copyOf(rows));
    }

    private static List<String> lines(Path path) {
        try {
            return Files.readAllLines(path, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new DatasetException(
                    "ADG-212",
                    "Manifest " + path + " is not written in UTF-8. Save it as \"CSV UTF-8\", as spreadsheets call it,"
                            + " or convert it with iconv -f WINDOWS-1252 -t UTF-8.",
                    e);
        } catch (IOException e) {
            throw new DatasetException("ADG-212", "Manifest " + path + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static String otherSeparator(List<String> lines) {
        String first = lines.isEmpty() ? "" : lines.get(0);
        if (first.contains(";")) {
            return " It seems to be separated by semicolons: save it with commas.";
        }
        return first.contains("\t") ? " It seems to be separated by tabs: save it with commas." : "";
    }

    private static List<String> header(Path path, String line) {
        String withoutMark = line.startsWith("\uFEFF") ? line.substring(1) : line;
        List<String> names = new ArrayList<>(fields(path, 1, withoutMark).stream()
                .map(field -> field.toLowerCase(Locale.ROOT))
                .toList());
        if (!names.contains(PATIENT)) {
            PATIENT_TOO.stream()
                    .filter(names::contains)
                    .findFirst()
                    .ifPresent(name -> names.set(names.indexOf(name), PATIENT));
        }
        for (String name : MEANT) {
            if (!name.isEmpty() && names.indexOf(name) != names.lastIndexOf(name)) {
                throw new DatasetException(
                        "ADG-212",
                        "Manifest " + path + " has the column " + name
                                + " twice, in letters of whatever size, so that it is"
                                + " not sure which one counts. Rename one of them.");
            }
        }
        return List.copyOf(names);
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

    private static List<String> fields(Path path, int number, String line) {
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
        if (quoted) {
            throw new DatasetException(
                    "ADG-212",
                    "Line " + number + " of manifest " + path + " ends inside double quotes: a field may not have line"
                            + " breaks in it. Take them out of the field, or add the quote that is missing.");
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
            sites.computeIfAbsent(composed(row.field("site").orElse("")), none -> new ArrayList<>())
                    .add(row);
        }
        return sites;
    }

    /** Columns that have no meaning here, in the order of the file. */
    List<String> unusedColumns() {
        return header.stream().filter(name -> !MEANT.contains(name)).toList();
    }

    /** A name in its composed Unicode form (NFC), in which names of equal looks are equal. */
    static String composed(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    /**
     * The split of a row, empty if the manifest does not say any.
     *
     * <p>Without a column split, the pairs of the first fold are for testing and those of the others for training.
     */
    Optional<Split> split(Row row) {
        if (has(SPLIT)) {
            return row.field(SPLIT).map(text -> ofWord(text).orElseThrow(() -> unknownSplit(row, text)));
        }
        return has(FOLD) ? row.field(FOLD).map(this::ofFold) : Optional.empty();
    }

    private Split ofFold(String fold) {
        return ofWord(fold)
                .orElseGet(() ->
                        rows.stream().map(row -> row.field(FOLD).orElse("")).allMatch(other -> isBefore(fold, other))
                                ? Split.TEST
                                : Split.TRAIN);
    }

    /** Compares the numbers of folds as numbers, and names of folds as names. */
    private static boolean isBefore(String fold, String other) {
        int byLength = Integer.compare(fold.length(), other.length());
        return byLength == 0 ? fold.compareTo(other) <= 0 : byLength < 0;
    }

    private static Optional<Split> ofWord(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals("train")) {
            return Optional.of(Split.TRAIN);
        }
        if (lower.startsWith("val")) {
            return Optional.of(Split.VALIDATION);
        }
        return lower.startsWith("test") ? Optional.of(Split.TEST) : Optional.empty();
    }

    private DatasetException unknownSplit(Row row, String text) {
        return new DatasetException(
                "ADG-212",
                "Line " + row.line() + " of manifest " + path + " has the split \"" + text
                        + "\". Write train, validation or test, or a word that begins with val or test.");
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
            return composed(fields.get("file"));
        }

        Map<String, String> metadata() {
            Map<String, String> others = new HashMap<>(fields);
            others.keySet().removeAll(List.of("file", "site", SPLIT));
            return others;
        }
    }
}
