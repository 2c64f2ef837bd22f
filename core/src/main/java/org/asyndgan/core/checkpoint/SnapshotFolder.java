package org.asyndgan.core.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.asyndgan.failure.FileTrouble;

/**
 * Snapshots as files {@code 000000000123.snapshot} in one folder, each with the identity of its training.
 *
 * <p>Not thread-safe.
 */
public final class SnapshotFolder implements SnapshotStore {

    private static final String SUFFIX = ".snapshot";

    private final Path folder;
    private final int keep;
    private final TrainingIdentity identity;
    private final Consumer<String> warnings;

    /** Says whether a folder holds snapshots, whole or not. */
    public static boolean isUsed(Path folder) {
        try {
            return !newestFirst(folder).isEmpty();
        } catch (IOException e) {
            throw unlisted(folder, e);
        }
    }

    /** Snapshots to look at, whosever they are. */
    public SnapshotFolder(Path folder, int keep, Consumer<String> warnings) {
        this(folder, keep, TrainingIdentity.ANY, warnings);
    }

    /**
     * Snapshots of one training.
     *
     * @param keep number of snapshots kept, at least 1
     * @param identity of the training: snapshots of another one are refused
     * @param warnings takes a sentence for every damaged snapshot that was passed over, and where old ones cannot be removed
     */
    public SnapshotFolder(Path folder, int keep, TrainingIdentity identity, Consumer<String> warnings) {
        if (keep < 1) {
            throw new IllegalArgumentException("keep-snapshots " + keep + " must be at least 1");
        }
        this.folder = folder;
        this.keep = keep;
        this.identity = identity;
        this.warnings = warnings;
    }

    @Override
    public void save(long step, Content content) {
        Path target = folder.resolve(String.format(Locale.ROOT, "%012d%s", step, SUFFIX));
        try {
            WholeFile.write(target, file -> new SnapshotFile(file).write(identity, content));
        } catch (IOException e) {
            throw new SnapshotException(
                    "ADG-301",
                    "The snapshot of step " + step + " could not be written to " + folder + " (" + FileTrouble.reason(e)
                            + "); earlier ones are untouched. Free space or fix the folder's permissions.",
                    e);
        }
        forgetOldest();
    }

    private void forgetOldest() {
        try {
            List<Path> files = newestFirst(folder);
            for (Path old : files.subList(Math.min(keep, files.size()), files.size())) {
                Files.deleteIfExists(old);
            }
            WholeFile.removeUnfinished(folder);
        } catch (IOException refused) {
            warnings.accept("Old snapshots in " + folder + " cannot be removed (" + FileTrouble.reason(refused)
                    + "); new ones are written all the same. Fix the folder's permissions, or remove them by hand.");
        }
    }

    /**
     * Insists that the newest snapshot is one of this training, if there is one that says so; writes nothing.
     *
     * @throws SnapshotException ADG-306 if it is another training's, ADG-305 if it has a later format, ADG-302 if none can be
     *     read
     */
    public void requireSameTraining() {
        firstSound(SnapshotFolder::whose).ifPresent(whose -> whose.ifPresent(this::requireSame));
    }

    /**
     * What the newest snapshot that can be read says of its training, such as {@code engine}; writes nothing.
     *
     * @return nothing if there is no such snapshot, or it does not say
     */
    public Optional<String> saidOfTraining(String entry) {
        try {
            for (Path file : newestFirst(folder)) {
                try {
                    return whose(file).flatMap(identity -> identity.entry(entry));
                } catch (IOException damaged) {
                    // Whoever needs the snapshot itself is told.
                }
            }
        } catch (IOException unlisted) {
            throw unlisted(folder, unlisted);
        }
        return Optional.empty();
    }

    @Override
    public <T> Optional<T> newest(Reader<T> reader) {
        return firstSound(file -> {
            whose(file).ifPresent(this::requireSame);
            return new SnapshotFile(file).read(reader);
        });
    }

    private static Optional<TrainingIdentity> whose(Path file) throws IOException {
        return new SnapshotFile(file).identity();
    }

    private void requireSame(TrainingIdentity saved) {
        List<String> differences = identity.differences(saved);
        if (!differences.isEmpty()) {
            throw new SnapshotException(
                    "ADG-306",
                    "The snapshots in " + folder + " are of another training: " + String.join(", ", differences)
                            + ". Start with the former values to go on, or with another state folder and another run to"
                            + " begin anew; nothing was changed.",
                    null);
        }
    }

    private <T> Optional<T> firstSound(Look<T> look) {
        List<Path> files;
        try {
            files = newestFirst(folder);
        } catch (IOException e) {
            throw unlisted(folder, e);
        }
        IOException last = null;
        for (Path file : files) {
            try {
                return Optional.of(look.at(file));
            } catch (IOException e) {
                last = e;
                warnings.accept("Snapshot " + file.getFileName() + " is damaged (" + e.getMessage()
                        + "); falling back to the one before it");
            }
        }
        if (last != null) {
            throw new SnapshotException(
                    "ADG-302",
                    "None of the " + files.size() + " snapshots in " + folder
                            + " can be read. Restore the folder from a backup, or move it away to start the run anew.",
                    last);
        }
        return Optional.empty();
    }

    /**
     * Reads one of the snapshots kept, whosever it is.
     *
     * @param index 0 for the oldest; damaged ones count
     * @return nothing if there are not so many
     * @throws SnapshotException ADG-302 if it is damaged, ADG-305 if it is another version's
     */
    public <T> Optional<T> kept(int index, Reader<T> reader) {
        try {
            List<Path> files = newestFirst(folder);
            if (index >= files.size()) {
                return Optional.empty();
            }
            Path file = files.get(files.size() - 1 - index);
            return Optional.of(new SnapshotFile(file).read(reader));
        } catch (IOException e) {
            throw new SnapshotException(
                    "ADG-302",
                    "A snapshot in " + folder + " cannot be read (" + e.getMessage()
                            + "). Restore the folder from a backup, or leave the damaged file out.",
                    e);
        }
    }

    private static List<Path> newestFirst(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted(Comparator.reverseOrder())
                    .toList());
        } catch (UncheckedIOException onTheWay) {
            throw onTheWay.getCause();
        }
    }

    private static SnapshotException unlisted(Path folder, IOException why) {
        return new SnapshotException(
                "ADG-302",
                "The snapshots in " + folder + " cannot be listed (" + FileTrouble.reason(why)
                        + "). Fix the folder's permissions.",
                why);
    }

    /** Reads something of a file. */
    @FunctionalInterface
    private interface Look<T> {
        T at(Path file) throws IOException;
    }
}
