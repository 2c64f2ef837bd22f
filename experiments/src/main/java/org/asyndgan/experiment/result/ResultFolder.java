package org.asyndgan.experiment.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.asyndgan.core.checkpoint.WholeFile;
import org.asyndgan.experiment.ExperimentException;
import org.asyndgan.failure.FileTrouble;

/** The folder of an experiment: {@code settings.json}, {@code arms/}, {@code gans/}, and the tables made of them. */
public final class ResultFolder {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path root;

    private ResultFolder(Path root) {
        this.root = root;
    }

    /**
     * Opens a folder, new or with results of the same settings.
     *
     * @param settings by name; engine and data among them, since numbers of one table must be comparable
     * @throws ExperimentException ADG-623 if the folder holds results of other settings, those among them that are not set
     *     now; ADG-624 if the folder cannot be read or written
     */
    public static ResultFolder open(Path root, Map<String, String> settings) {
        ResultFolder folder = new ResultFolder(root);
        Path file = root.resolve("settings.json");
        if (Files.exists(file)) {
            TreeMap<?, ?> before = folder.read(
                    file,
                    TreeMap.class,
                    "Restore it, or name another --out: without it nobody knows of which settings the"
                            + " results are.");
            Set<String> names = new TreeSet<>(settings.keySet());
            before.keySet().forEach(name -> names.add(name.toString()));
            List<String> differing = names.stream()
                    .filter(name -> !Objects.equals(settings.get(name), before.get(name)))
                    .map(name -> name + " was " + words(before.get(name)) + " and is now " + words(settings.get(name)))
                    .toList();
            if (!differing.isEmpty()) {
                throw new ExperimentException(
                        "ADG-623",
                        "Folder " + root + " holds results of other settings: " + String.join(", ", differing)
                                + ". One table needs one set of them; use the same options, or another --out.");
            }
        } else {
            folder.write(file, new TreeMap<>(settings));
        }
        return folder;
    }

    private static String words(Object value) {
        return value == null ? "not set" : value.toString();
    }

    public Path root() {
        return root;
    }

    /** Where a GAN's synthetic pairs lie. */
    public Path synthetic(String source, long seed) {
        return root.resolve("gans").resolve(source + "-seed" + seed + ".pairs");
    }

    /** Where a GAN keeps its training until its pairs are drawn. */
    public Path checkpoints(String source, long seed) {
        return root.resolve("gans").resolve(source + "-seed" + seed + ".checkpoints");
    }

    public Optional<ArmResult> arm(String name, long seed) {
        return present(root.resolve("arms").resolve(name + "-seed" + seed + ".json"), ArmResult.class);
    }

    public Optional<GanResult> gan(String source, long seed) {
        return present(root.resolve("gans").resolve(source + "-seed" + seed + ".json"), GanResult.class);
    }

    private <T> Optional<T> present(Path file, Class<T> type) {
        return Files.exists(file) ? Optional.of(result(file, type)) : Optional.empty();
    }

    public void keep(ArmResult result) {
        write(root.resolve("arms").resolve(result.arm() + "-seed" + result.seed() + ".json"), result);
    }

    public void keep(GanResult result) {
        write(root.resolve("gans").resolve(result.source() + "-seed" + result.seed() + ".json"), result);
    }

    /** All arms' results so far, by file name. */
    public List<ArmResult> arms() {
        return all("arms", ArmResult.class);
    }

    /** All GANs' results so far, by file name. */
    public List<GanResult> games() {
        return all("gans", GanResult.class);
    }

    private <T> List<T> all(String sub, Class<T> type) {
        Path folder = root.resolve(sub);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(file -> result(file, type))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new ExperimentException(
                    "ADG-624",
                    "The results in " + folder + " cannot be listed (" + FileTrouble.reason(e)
                            + "). Fix the folder's permissions, or name another --out.",
                    e);
        }
    }

    private <T> T result(Path file, Class<T> type) {
        return read(file, type, "Delete it, and its arm will be done again.");
    }

    private <T> T read(Path file, Class<T> type, String remedy) {
        try {
            return JSON.readValue(file.toFile(), type);
        } catch (IOException e) {
            throw new ExperimentException(
                    "ADG-624",
                    "The result " + file + " cannot be read: "
                            + e.getMessage().lines().findFirst().orElse("") + ". " + remedy,
                    e);
        }
    }

    private void write(Path file, Object value) {
        try {
            text(file, JSON.writeValueAsString(value) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A result is no JSON", e);
        }
    }

    /**
     * Writes a file whole or not at all.
     *
     * @throws ExperimentException ADG-624 if it cannot be written
     */
    public void text(Path file, String content) {
        try {
            WholeFile.write(file, fresh -> Files.writeString(fresh, content));
        } catch (IOException e) {
            throw new ExperimentException(
                    "ADG-624",
                    "The result " + file + " cannot be written (" + FileTrouble.reason(e)
                            + "). Free space or fix the folder's permissions, and give the same command again: what is done"
                            + " is kept.",
                    e);
        }
    }
}
