package org.asyndgan.command.run;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The folder of one run: {@code broker}, {@code registry}, {@code generator}, {@code sites/NAME}, {@code
 * segmenter}, {@code arms}, {@code logs}, {@code run.json}, {@code report.json}, {@code report.html}.
 *
 * @param path absolute
 */
public record RunFolder(Path path) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    /**
     * Makes the folder of a new run.
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
        Path path = runs.toAbsolutePath().normalize().resolve(name);
        try {
            Files.createDirectories(path.getParent());
            Files.createDirectory(path);
            Files.createDirectory(path.resolve("logs"));
            return new RunFolder(path);
        } catch (FileAlreadyExistsException exists) {
            throw new RunException(
                    "ADG-702",
                    "There is a run " + name + " already, in " + path
                            + ". Choose another name with --run, or remove that folder first.",
                    exists);
        } catch (IOException refused) {
            throw new RunException(
                    "ADG-703",
                    "The run's folder " + path + " cannot be made: " + refused
                            + ". Choose a folder that you may write to with --runs.",
                    refused);
        }
    }

    /**
     * The folder of a run that was made before.
     *
     * @throws RunException ADG-322 if there is no such run
     */
    static RunFolder existing(Path runs, String name) {
        RunFolder folder = new RunFolder(runs.toAbsolutePath().normalize().resolve(name));
        if (!Files.isRegularFile(folder.settings())) {
            throw new RunException(
                    "ADG-322",
                    "There is no run " + name + " in " + runs + ": no file " + folder.settings()
                            + ". Name a run that demo or train has made there, or say with --runs where it is.");
        }
        return folder;
    }

    /** A name that is not taken yet: the stem itself, or the stem with the first free number. */
    public static String freeName(Path runs, String stem) {
        String name = stem;
        for (int number = 2; Files.exists(runs.resolve(name)); number++) {
            name = stem + "-" + number;
        }
        return name;
    }

    /** Folder of the generator's snapshots. */
    public Path generator() {
        return path.resolve("generator");
    }

    Path site(String site) {
        return path.resolve("sites").resolve(site);
    }

    Path segmenter() {
        return path.resolve("segmenter");
    }

    /** Where an arm writes its score. */
    Path arm(String name) {
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

    Path settings() {
        return path.resolve("run.json");
    }
}
