package org.asyndgan.command.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.asyndgan.command.sample.SampleData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code asyndgan samples}: a folder of drawn images to try the other commands on. */
@Command(
        name = "samples",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Draws a folder of images and masks of three sites, to try the other commands on without data of one's"
                        + " own.",
        footerHeading = "%nExample:%n",
        footer = "  ./asyndgan samples --kind vessels --out /tmp/vessels")
public final class SamplesCommand implements Callable<Integer> {

    private static final int LEAST_SIDE = 32;
    private static final int MOST_SIDE = 2048;

    @Spec
    private CommandSpec spec;

    /** What can be drawn. */
    enum Kind {
        VESSELS
    }

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "VESSELS: thin branching lines in colour, bright or dark, on textured grounds"
                    + " (${DEFAULT-VALUE}).")
    private Kind kind = Kind.VESSELS;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder to write.")
    private Path out;

    @Option(names = "--side", paramLabel = "N", description = "Of the images, pixels (${DEFAULT-VALUE}).")
    private int side = 128;

    @Option(names = "--seed", paramLabel = "N", description = "What the images follow from (${DEFAULT-VALUE}).")
    private long seed = 1;

    @Override
    public Integer call() {
        if (side < LEAST_SIDE || side > MOST_SIDE) {
            throw new IllegalArgumentException("--side " + side + " must be from " + LEAST_SIDE + " to " + MOST_SIDE
                    + " pixels, so that vessels have room and the images fit into memory");
        }
        requireEmpty();
        try {
            switch (kind) {
                case VESSELS -> SampleData.drawVessels(out, side, seed);
            }
        } catch (UncheckedIOException unwritable) {
            throw new IllegalArgumentException(
                    "The folder " + out + " cannot be written ("
                            + unwritable.getCause().getMessage() + "). Name another one with --out.",
                    unwritable);
        }
        spec.commandLine()
                .getOut()
                .println("Drew 40 pairs to train on and 24 to test on in " + out
                        + ", of the sites fluorescent, fundus and" + " stained. Look with ./asyndgan inspect --data "
                        + out);
        return 0;
    }

    /** A manifest or images of somebody's own would be written over. */
    private void requireEmpty() {
        try (Stream<Path> held = Files.isDirectory(out) ? Files.list(out) : Stream.empty()) {
            if (held.findAny().isPresent()) {
                throw new IllegalArgumentException(
                        "The folder " + out
                                + " is not empty, and drawn images would be among what lies there. Name another one with --out.");
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
