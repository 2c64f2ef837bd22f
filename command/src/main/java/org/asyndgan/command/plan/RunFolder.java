package org.asyndgan.command.plan;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.asyndgan.core.checkpoint.FolderTree;
import org.asyndgan.failure.FileTrouble;

/**
 * The folder of one run: {@code broker}, {@code registry}, {@code generator}, {@code sites/NAME}, {@code
 * segmenter}, {@code arms}, {@code logs}, {@code run.json}, {@code report.json}, {@code report.html}.
 *
 * @param path absolute
 */
public record RunFolder(Path path) {

    private static final String BEGUN = "begun";
    private static final String RELEASED = "released";
    private static final Set<String> OURS =
            Set.of("broker", "registry", "generator", "sites", "segmenter", "arms", "logs", "run.json");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    /**
     * Makes the folder of a new run; one that failed before its first step is no run and gives way.
     *
     * @throws RunException ADG-701 if the name cannot be one, ADG-702 if there is such a run already, ADG-703 if
     *     the folder cannot be made
     */
    public static RunFolder create(Path runs, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new RunException(
                    "ADG-701",
                    "\"" + name + "\" cannot name a run, because topics are named after it: use"
                            + " lower-case letters, digits and '-', at most 40, starting with a letter or digit.");
        }
        RunFolder folder = new RunFolder(runs.toAbsolutePath().normalize().resolve(name));
        if (Files.exists(runs) && !Files.isDirectory(runs)) {
            throw new RunException(
                    "ADG-703", "The place for runs, " + runs + ", is a file. Name a folder with --runs.");
        }
        try {
            if (folder.isLeftOver()) {
                FolderTree.remove(folder.path);
            }
            Files.createDirectories(folder.path.getParent());
            Files.createDirectory(folder.path);
            Files.createDirectory(folder.path.resolve("logs"));
            return folder;
        } catch (FileAlreadyExistsException exists) {
            throw new RunException(
                    "ADG-702",
                    "There is a run " + name + " already, in " + folder.path
                            + ". Go on where it was with --resume, choose another name with --run, or remove that folder"
                            + " first.",
                    exists);
        } catch (IOException refused) {
            throw new RunException(
                    "ADG-703",
                    "The run's folder " + folder.path + " cannot be made: " + FileTrouble.reason(refused)
                            + ". Choose a folder that you may write to with --runs.",
                    refused);
        }
    }

    /**
     * The folder of a run that was made before.
     *
     * @throws RunException ADG-322 if there is no such run
     */
    public static RunFolder existing(Path runs, String name) {
        RunFolder folder = new RunFolder(runs.toAbsolutePath().normalize().resolve(name));
        if (!Files.isRegularFile(folder.settings())) {
            throw new RunException(
                    "ADG-322",
                    "There is no run " + name + " in " + runs + ": no file " + folder.settings()
                            + ". Name a run that demo or train has made there, or say with --runs where it is.");
        }
        return folder;
    }

    /**
     * The folder of a run that was interrupted.
     *
     * @param settings with which it shall go on
     * @throws RunException ADG-709 if there is no such run, or it was begun with other settings
     */
    public static RunFolder resume(RunSettings settings) {
        RunFolder folder =
                new RunFolder(settings.runs().toAbsolutePath().normalize().resolve(settings.name()));
        if (!Files.isRegularFile(folder.settings())) {
            throw new RunException(
                    "ADG-709",
                    "There is no run " + settings.name() + " in " + settings.runs()
                            + " to go on with. Leave --resume away to begin it, or say with --runs where it is.");
        }
        settings.differenceFrom(RunSettings.keptIn(folder)).ifPresent(difference -> {
            throw new RunException(
                    "ADG-709",
                    "Run " + settings.name() + " was begun with other settings: " + difference
                            + ". Go on with those it was begun with, or begin another run.");
        });
        return folder;
    }

    /**
     * The settings of a run to go on with, with what was chosen when it was begun in place of what is left to choose.
     *
     * @throws RunException ADG-709 if its settings cannot be read
     */
    public static RunSettings asBegun(RunSettings settings) {
        RunFolder folder =
                new RunFolder(settings.runs().toAbsolutePath().normalize().resolve(settings.name()));
        if (!RunPlan.isNeeded(settings) || !Files.isRegularFile(folder.settings())) {
            return settings;
        }
        RunSettings begun = RunSettings.keptIn(folder);
        RunSettings sized = settings.images().size() == 0
                ? settings.withImageSize(begun.images().size())
                : settings;
        return sized.training().steps() == 0 ? sized.withSteps(begun.training().steps()) : sized;
    }

    /** Whether nothing was learned in it and nobody is at work in it. */
    private boolean isLeftOver() throws IOException {
        if (!Files.isDirectory(path) || Files.exists(path.resolve(BEGUN)) || isDone() || isInUse()) {
            return false;
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.allMatch(entry -> OURS.contains(entry.getFileName().toString())) && !hasSnapshots();
        }
    }

    /** Runs of versions that did not mark their first step tell it by their snapshots. */
    private boolean hasSnapshots() throws IOException {
        if (!Files.isDirectory(generator())) {
            return false;
        }
        try (Stream<Path> files = Files.list(generator())) {
            return files.anyMatch(file -> file.getFileName().toString().matches("\\d{12}\\..*"));
        }
    }

    private boolean isInUse() throws IOException {
        Path lock = path.resolve("broker").resolve("in-use.lock");
        if (!Files.exists(lock)) {
            return false;
        }
        try (FileChannel file = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            return file.tryLock() == null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return true;
        }
    }

    /** Notes that the generator has made its first step: from now on the folder holds something. */
    public void markBegun() {
        mark(BEGUN);
    }

    /** Notes that the generator has released its images: generator and sites have done their part. */
    public void markReleased() {
        mark(RELEASED);
    }

    public boolean isReleased() {
        return Files.exists(path.resolve(RELEASED));
    }

    private void mark(String name) {
        try {
            Files.write(path.resolve(name), new byte[0]);
        } catch (IOException refused) {
            throw new RunException(
                    "ADG-703",
                    "The run's folder " + path + " cannot be written to: " + FileTrouble.reason(refused)
                            + ". Free space, then go on with" + " --resume.",
                    refused);
        }
    }

    /** Whether the run has come to its report. */
    public boolean isDone() {
        return Files.exists(report());
    }

    /** The page that a run ends with. */
    public Path report() {
        return path.resolve("report.html");
    }

    /** A name that is not taken yet: the stem itself, or the stem with the first free number. */
    public static String freeName(Path runs, String stem) {
        String name = stem;
        for (int number = 2; Files.exists(runs.resolve(name)); number++) {
            name = stem + "-" + number;
        }
        return name;
    }

    /** The last of the names that {@link #freeName} has given; the stem itself if it has given none. */
    public static String newestName(Path runs, String stem) {
        String name = stem;
        for (int number = 2; Files.exists(runs.resolve(stem + "-" + number)); number++) {
            name = stem + "-" + number;
        }
        return name;
    }

    /** Folder of the generator's snapshots. */
    public Path generator() {
        return path.resolve("generator");
    }

    public Path site(String site) {
        return path.resolve("sites").resolve(site);
    }

    public Path segmenter() {
        return path.resolve("segmenter");
    }

    /** Where an arm writes its score. */
    public Path arm(String name) {
        return path.resolve("arms").resolve(name + ".json");
    }

    /**
     * The log of a child process, or of the command itself.
     *
     * @param process such as {@code site-mercy}
     */
    public Path log(String process) {
        return path.resolve("logs").resolve(process + ".log");
    }

    public Path settings() {
        return path.resolve("run.json");
    }
}
