package org.asyndgan.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.intake.file.IntakeException;

/**
 * The site's folder, written under a hidden name beside its own and renamed once it is whole, so that nobody takes a part of
 * it for the whole, whatever stops the import.
 */
final class SiteTarget {

    /** What an earlier import wrote into every site's folder; without it a folder is not ours to replace. */
    private static final String OURS = "intake.txt";

    private final Path out;
    private final Path folder;
    private final String hidden;
    private final boolean overwrite;
    private Path fresh;

    SiteTarget(Path out, String site, boolean overwrite) {
        this.out = out;
        this.folder = out.resolve(site);
        this.hidden = "." + site + ".import-";
        this.overwrite = overwrite;
    }

    /** @throws IntakeException ADG-633 if the folder is there and may not be replaced, ADG-637 if none can be made */
    void open() {
        if (Files.exists(folder) && !overwrite) {
            throw new IntakeException(
                    "ADG-633",
                    "The folder " + folder + " is there already. Name another site or folder, or replace it with"
                            + " --overwrite.");
        }
        if (Files.exists(folder) && !Files.isRegularFile(folder.resolve(OURS))) {
            throw new IntakeException(
                    "ADG-633",
                    "The folder " + folder + " was not written by an import: it has no " + OURS + ". --overwrite"
                            + " replaces only what an import wrote; remove it yourself, or name another site or"
                            + " folder.");
        }
        try {
            fresh = out.resolve(hidden + ProcessHandle.current().pid());
            if (Files.exists(fresh)) {
                delete(fresh);
            }
            Files.createDirectories(fresh);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    Path folder() {
        return folder;
    }

    /** A file in the folder that is being written. */
    Path resolve(String file) {
        return fresh.resolve(file);
    }

    /**
     * Gives the folder its name; if that fails, a folder that it was to replace is where it was.
     *
     * @return what is left behind, by earlier imports that were killed or of the folder that was replaced, in sentences
     */
    List<String> keep() throws IOException {
        Path former = fresh.resolveSibling(fresh.getFileName() + ".former");
        boolean isReplaced = Files.exists(folder);
        if (isReplaced) {
            if (Files.exists(former)) {
                // Of an import that was killed, under a number that processes have again, as they do in containers
                delete(former);
            }
            Files.move(folder, former, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            if (isReplaced) {
                Files.move(former, folder, StandardCopyOption.ATOMIC_MOVE);
            }
            throw failed;
        }
        List<String> left = new ArrayList<>();
        if (isReplaced) {
            removeFormer(former).ifPresent(left::add);
        }
        try (Stream<Path> entries = Files.list(out)) {
            entries.map(entry -> entry.getFileName().toString())
                    .filter(name ->
                            name.startsWith(hidden) && !out.resolve(name).equals(former))
                    .sorted()
                    .map(name -> "An import that was stopped, or still runs, has left " + out.resolve(name)
                            + "; nothing reads it, and it can be removed")
                    .forEach(left::add);
        } catch (IOException | UncheckedIOException unlisted) {
            // The site is whole and in its place; what others may have left hurts nobody.
        }
        return left;
    }

    /** The new folder has its name by now: what fails here is no failure of the import. */
    static Optional<String> removeFormer(Path former) {
        try {
            delete(former);
            return Optional.empty();
        } catch (IOException kept) {
            return Optional.of("The folder that was replaced could not be removed (" + FileTrouble.reason(kept)
                    + ") and lies in " + former + "; nothing reads it, and it can be removed");
        }
    }

    /** Removes what was not kept. */
    void close() {
        try {
            if (Files.exists(fresh)) {
                delete(fresh);
            }
        } catch (IOException e) {
            // Its name is hidden and nothing reads it; why the import failed matters more
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path inside, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(inside);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    IntakeException unwritable(IOException e) {
        return new IntakeException(
                "ADG-637",
                "The slices cannot be written to " + folder + ": " + FileTrouble.reason(e)
                        + ". Make room or take another folder with --out; no folder of the"
                        + " site was left behind.",
                e);
    }
}
