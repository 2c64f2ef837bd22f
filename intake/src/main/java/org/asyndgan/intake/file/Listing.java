package org.asyndgan.intake.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.intake.file.UnusedFiles.Reason;

/** What lies in a folder, in the order of names; names that differ only in their Unicode normal form are one name. */
public final class Listing {

    /** What Java puts in the place of bytes that the locale's encoding does not know. */
    private static final char UNKNOWN = '\ufffd';

    private Listing() {}

    /**
     * Files and folders that can be used; what is hidden or a link to nothing is left aside.
     *
     * @param under what the names of things left aside begin with
     * @throws IntakeException ADG-634 if the folder cannot be listed or a name cannot be read in this locale
     */
    public static List<Path> of(Path folder, String under, UnusedFiles aside) {
        List<Path> entries = new ArrayList<>();
        for (Path entry : all(folder)) {
            String name = under + name(entry);
            if (name(entry).startsWith(".")) {
                aside.add(Reason.HIDDEN, name);
            } else if (Files.isSymbolicLink(entry) && !Files.exists(entry)) {
                aside.add(Reason.BROKEN_LINK, name);
            } else if (Files.isDirectory(entry) || Files.isRegularFile(entry)) {
                entries.add(entry);
            } else if (Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
                aside.add(Reason.OTHER_KIND, name);
            }
        }
        return entries;
    }

    private static List<Path> all(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> all = entries.sorted(Comparator.comparing(Listing::name).thenComparing(Path::toString))
                    .toList();
            all.forEach(Listing::requireReadableName);
            return all;
        } catch (IOException | UncheckedIOException e) {
            throw new IntakeException(
                    "ADG-634", "Folder " + folder + " cannot be listed: " + FileTrouble.reason(e) + ".", e);
        }
    }

    private static void requireReadableName(Path entry) {
        if (name(entry).indexOf(UNKNOWN) >= 0) {
            throw new IntakeException(
                    "ADG-634",
                    "The name of " + entry + " cannot be read in this locale, so that two names may look alike. Set"
                            + " LC_ALL=C.UTF-8, or rename it.");
        }
    }

    /** A name in Unicode's composed form. */
    public static String name(Path path) {
        return Normalizer.normalize(path.getFileName().toString(), Normalizer.Form.NFC);
    }
}
