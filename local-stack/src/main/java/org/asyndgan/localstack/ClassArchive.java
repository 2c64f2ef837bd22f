package org.asyndgan.localstack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Flags with which a JVM maps its libraries' classes from an archive, instead of reading and checking each of them.
 *
 * <p>{@code ./asyndgan} makes the archives and names their folder. Without a folder, or with one that lacks the archive,
 * there are no flags; a JVM whose class path or version is not the archive's ignores it without a word.
 */
public final class ClassArchive {

    /** System property that names the folder of the archives. */
    static final String PROPERTY = "org.asyndgan.archives";

    private static final int WARNS_OF_AOT = 24;

    private ClassArchive() {}

    /** @param kind of process: {@code worker} or {@code registry} */
    public static List<String> flags(String kind) {
        String folder = System.getProperty(PROPERTY, "");
        return folder.isEmpty()
                ? List.of()
                : flags(Path.of(folder), kind, Runtime.version().feature());
    }

    static List<String> flags(Path folder, String kind, int feature) {
        Path archive = folder.resolve(kind + ".jsa");
        if (!Files.isReadable(archive)) {
            return List.of();
        }
        List<String> flags = new ArrayList<>(
                List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
        if (feature >= WARNS_OF_AOT) {
            flags.add("-Xlog:aot=off");
        }
        return flags;
    }
}
