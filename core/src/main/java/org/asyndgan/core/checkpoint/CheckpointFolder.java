package org.asyndgan.core.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.asyndgan.failure.FileTrouble;

/**
 * States of several workers at one moment, for a run that has no log to bring a worker's state to the others'.
 *
 * <p>A checkpoint is a folder {@code 000000000123} with a snapshot of each worker. It gets that name when the last of them
 * is written; a newer one takes the place of those before. One of the same step is put aside until then, and counts where the
 * newer one did not come to its name. Not thread-safe.
 */
public final class CheckpointFolder implements Checkpoints {

    private static final String WHOLE = "\\d{12}";
    private static final String PARTIAL = ".part";
    private static final String ASIDE = ".before";

    private final Path folder;
    private final Consumer<String> warnings;

    /**
     * @param warnings takes a sentence for every damaged snapshot that was passed over, and for every checkpoint that could
     *     not be written
     */
    public CheckpointFolder(Path folder, Consumer<String> warnings) {
        this.folder = folder;
        this.warnings = warnings;
    }

    @Override
    public void save(long step, Map<String, SnapshotStore.Content> workers) {
        Path whole = folder.resolve(String.format(Locale.ROOT, "%012d", step));
        Path partial = folder.resolve(whole.getFileName() + PARTIAL);
        try {
            FolderTree.remove(partial);
            workers.forEach((worker, content) -> store(partial, worker).save(step, content));
            putAside(whole);
            Files.move(partial, whole, StandardCopyOption.ATOMIC_MOVE);
            for (Path other : entries()) {
                if (!other.equals(whole)) {
                    FolderTree.remove(other);
                }
            }
        } catch (IOException refused) {
            warnings.accept("The checkpoint of step " + step + " could not be written to " + folder + " ("
                    + FileTrouble.reason(refused)
                    + "); the run goes on, and the one before is kept. Free space or fix the"
                    + " folder's permissions.");
        } catch (SnapshotException refused) {
            warnings.accept("No checkpoint of step " + step + ": " + refused.getMessage());
        }
    }

    /** A folder that is not empty cannot be replaced at once. */
    private void putAside(Path whole) throws IOException {
        if (Files.exists(whole)) {
            Path aside = folder.resolve(whole.getFileName() + ASIDE);
            FolderTree.remove(aside);
            Files.move(whole, aside, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    @Override
    public Optional<SnapshotStore> newest(String worker) {
        try {
            return entries().stream()
                    .filter(entry -> stepOf(entry).matches(WHOLE))
                    .max(Comparator.comparing(CheckpointFolder::stepOf).thenComparing(entry -> !isAside(entry)))
                    .map(entry -> store(entry, worker));
        } catch (IOException unlisted) {
            throw new SnapshotException(
                    "ADG-302",
                    "The checkpoints in " + folder + " cannot be listed (" + FileTrouble.reason(unlisted)
                            + "). Fix the folder's permissions.",
                    unlisted);
        }
    }

    private static String stepOf(Path entry) {
        String name = entry.getFileName().toString();
        return isAside(entry) ? name.substring(0, name.length() - ASIDE.length()) : name;
    }

    private static boolean isAside(Path entry) {
        return entry.getFileName().toString().endsWith(ASIDE);
    }

    /** Removes all: what they were for is done. */
    @Override
    public void forget() {
        try {
            FolderTree.remove(folder);
        } catch (IOException refused) {
            warnings.accept("Checkpoints in " + folder + " cannot be removed (" + FileTrouble.reason(refused) + ")");
        }
    }

    private SnapshotStore store(Path checkpoint, String worker) {
        return new SnapshotFolder(checkpoint.resolve(worker), 1, warnings);
    }

    private List<Path> entries() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (UncheckedIOException onTheWay) {
            throw onTheWay.getCause();
        }
    }
}
