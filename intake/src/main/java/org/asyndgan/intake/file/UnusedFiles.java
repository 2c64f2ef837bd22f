package org.asyndgan.intake.file;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Files and folders of a source that were not used, and why: none is dropped without a word. */
public final class UnusedFiles {

    private static final int NAMED = 3;

    private final Map<Reason, List<String>> names = new EnumMap<>(Reason.class);

    public void add(Reason reason, String name) {
        names.computeIfAbsent(reason, none -> new ArrayList<>()).add(name);
    }

    public boolean isEmpty() {
        return names.isEmpty();
    }

    /** Counts under their reasons, each with the first names: {@code "2 hidden files (.a, .b)"}. */
    @Override
    public String toString() {
        return names.entrySet().stream()
                .map(entry -> entry.getValue().size() + " "
                        + (entry.getValue().size() == 1 ? entry.getKey().one : entry.getKey().several)
                        + " (" + some(entry.getValue()) + ")")
                .collect(Collectors.joining(", "));
    }

    private static String some(List<String> names) {
        String first = names.stream().limit(NAMED).collect(Collectors.joining(", "));
        return names.size() > NAMED ? first + ", …" : first;
    }

    /** Why something is not used. */
    public enum Reason {
        HIDDEN("hidden file", "hidden files"),
        BROKEN_LINK("link to nothing", "links to nothing"),
        OTHER_KIND("file of another kind", "files of another kind"),
        FOLDER("folder that is not looked into", "folders that are not looked into"),
        LOOSE_SLICE("DICOM file outside of a patient's folder", "DICOM files outside of a patient's folder"),
        NO_PIXELS("DICOM file without pixels", "DICOM files without pixels"),
        GROUP("group of the file that is not read", "groups of the file that are not read"),
        NO_IMAGE("label without an image", "labels without an image");

        private final String one;
        private final String several;

        Reason(String one, String several) {
            this.one = one;
            this.several = several;
        }
    }
}
