package org.asyndgan.imaging.folder;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * What of a site's folder is not used, counted by reason, so that nothing is dropped without a word.
 *
 * @param counts by reason; a reason that nothing has is not in it
 * @param types how many files of each type that is not read, by extension such as {@code .bmp}
 * @param columns of the manifest that have no meaning here
 */
public record LeftAside(Map<Reason, Integer> counts, Map<String, Integer> types, List<String> columns) {

    /** Nothing is left aside. */
    static final LeftAside NOTHING = new LeftAside(Map.of(), Map.of(), List.of());

    private static final String WEBP = ".webp";

    /** What programs leave in folders of images without being asked. */
    private static final Set<String> SYSTEM = Set.of("thumbs.db", "desktop.ini", "@eadir", "__macosx");

    public LeftAside {
        counts = Map.copyOf(counts);
        types = Map.copyOf(types);
        columns = List.copyOf(columns);
    }

    /** Why a file is not used. */
    public enum Reason {
        /** Its name begins with a dot, or an operating system left it there. */
        HIDDEN("hidden"),
        /** A link whose target is not there. */
        BROKEN_LINK("links to nowhere"),
        /** A folder inside images or labels. */
        FOLDER("folders inside images and labels"),
        /** Its extension is not one of PNG, TIFF or JPEG. */
        OTHER_TYPE("of other types"),
        /** The manifest does not name it. */
        NOT_LISTED("not named in the manifest"),
        /** It stands beside the folders images and labels. */
        BESIDE("beside images and labels");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    /** How many things have a reason. */
    public int count(Reason reason) {
        return counts.getOrDefault(reason, 0);
    }

    /** The counts as words, such as {@code 4 hidden, 20 of other types (.bmp 20)}; empty if there are none. */
    public String words() {
        StringJoiner words = new StringJoiner(", ");
        for (Reason reason : Reason.values()) {
            if (count(reason) > 0) {
                words.add(count(reason) + " " + reason.words
                        + (reason == Reason.OTHER_TYPE ? " (" + typeWords() + ")" : ""));
            }
        }
        return words.toString();
    }

    private String typeWords() {
        StringJoiner words = new StringJoiner(", ");
        new TreeMap<>(types).forEach((type, count) -> words.add(type + " " + count));
        return words.toString();
    }

    /** What probably should have been used. */
    public List<Doubt> doubts(String site) {
        List<Doubt> doubts = new ArrayList<>();
        if (count(Reason.BROKEN_LINK) > 0) {
            doubts.add(Doubt.aside("Site " + site + ": " + count(Reason.BROKEN_LINK)
                    + " images and labels are links to nowhere and are left aside; fetch their content first, such as with"
                    + " git annex get or dvc pull."));
        }
        if (count(Reason.OTHER_TYPE) > 0) {
            doubts.add(Doubt.aside("Site " + site + ": " + count(Reason.OTHER_TYPE)
                    + " files are of types that are not read (" + typeWords()
                    + ") and are left aside; convert images to PNG or TIFF"
                    + (types.containsKey(WEBP) ? ", WebP such as with dwebp IN.webp -o OUT.png." : ".")));
        }
        if (count(Reason.FOLDER) > 0) {
            doubts.add(Doubt.aside("Site " + site + ": " + count(Reason.FOLDER)
                    + " folders inside images and labels are not looked into; move their files up, with names of their"
                    + " own."));
        }
        return doubts;
    }

    /** Counts while a folder is listed. */
    static final class Count {

        private final Map<Reason, Integer> counts = new EnumMap<>(Reason.class);
        private final Map<String, Integer> types = new TreeMap<>();

        void add(Reason reason) {
            counts.merge(reason, 1, Integer::sum);
        }

        /** Counts something inside images or labels that is no image. */
        void addInside(Path entry) {
            Reason reason = reason(entry);
            add(reason);
            if (reason == Reason.OTHER_TYPE) {
                types.merge(type(entry), 1, Integer::sum);
            }
        }

        /** Counts something beside the two folders. */
        void addBeside(Path entry) {
            add(isHidden(entry) ? Reason.HIDDEN : Reason.BESIDE);
        }

        private static Reason reason(Path entry) {
            if (isHidden(entry)) {
                return Reason.HIDDEN;
            }
            if (Files.notExists(entry) && Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
                return Reason.BROKEN_LINK;
            }
            return Files.isDirectory(entry) ? Reason.FOLDER : Reason.OTHER_TYPE;
        }

        private static boolean isHidden(Path entry) {
            String name = entry.getFileName().toString();
            return name.startsWith(".") || SYSTEM.contains(name.toLowerCase(Locale.ROOT));
        }

        private static String type(Path entry) {
            String name = entry.getFileName().toString();
            int dot = name.lastIndexOf('.');
            return dot < 0 ? "without extension" : name.substring(dot).toLowerCase(Locale.ROOT);
        }

        LeftAside total(List<String> columns) {
            return new LeftAside(counts, types, columns);
        }
    }
}
