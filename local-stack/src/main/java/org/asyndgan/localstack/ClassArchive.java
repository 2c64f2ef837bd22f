package org.asyndgan.localstack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Flags with which a JVM maps its libraries' classes from an archive, instead of reading and checking each of them.
 *
 * <p>{@code ./asyndgan} makes the archives and names their folder. Without a folder, or with one that lacks the archive,
 * there are no flags; a JVM whose class path or version is not the archive's ignores it without a word.
 */
public final class ClassArchive {

    /** System property that names the folder of the archives. */
    static final String PROPERTY = "org.asyndgan.archives";

    /** The libraries of the worker's archive in their order, as a class path; beside the archive where it is needed. */
    private static final String LIBRARIES = "class-path";

    private static final int WARNS_OF_AOT = 24;

    private ClassArchive() {}

    /** @param kind of process: {@code worker} or {@code registry} */
    public static List<String> flags(String kind) {
        String folder = System.getProperty(PROPERTY, "");
        return folder.isEmpty()
                ? List.of()
                : flags(Path.of(folder), kind, Runtime.version().feature());
    }

    /**
     * This process's class path as a worker gets it: an archive is for class paths that begin as its own does, and those of
     * tests do not.
     */
    public static String classPath() {
        String folder = System.getProperty(PROPERTY, "");
        String own = System.getProperty("java.class.path");
        Path libraries = Path.of(folder).resolve(LIBRARIES);
        return folder.isEmpty() || !Files.isReadable(libraries) ? own : beginningAs(libraries, own);
    }

    /** The same files, with the libraries at the beginning if they are all there. */
    static String beginningAs(Path libraries, String classPath) {
        try {
            Set<String> files = new LinkedHashSet<>(entries(Files.readString(libraries)));
            List<String> given = entries(classPath);
            if (!given.containsAll(files)) {
                return classPath;
            }
            files.addAll(given);
            return String.join(File.pathSeparator, files);
        } catch (IOException unreadable) {
            return classPath;
        }
    }

    private static List<String> entries(String classPath) {
        return List.of(classPath.strip().split(File.pathSeparator, -1));
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
