package org.asyndgan.command.option;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * Options that go together, by one word.
 *
 * <p>{@link #expand} puts a preset's options in front of those on the command line, so that every option that is given
 * beside it wins.
 */
public enum Preset {
    /** The defaults, chosen on training patients of three kinds of images (docs/experiments.md). */
    LAPTOP,

    /**
     * For training under differential privacy, of which noise grows with the number of parameters: discriminators of some 3,000
     * instead of some 150,000 (docs/privacy.md).
     */
    PRIVATE,

    /**
     * The paper's brain images, as its public code trains them; 10 sites of some 1,130 slices seen 200 times. The
     * reference adds L1 and a perceptual loss, for which a site would have to send more than a gradient.
     */
    PAPER_BRAIN,

    /** The paper's nuclei, as its public code trains them; 4 sites of 64 patches seen 200 times, two at a time. */
    PAPER_NUCLEI;

    private static final String FLAG = "--preset";

    /** @param command whose options they are; {@code experiment} waits for all sites at every step anyway */
    private List<String> options(String command) {
        List<String> options = new ArrayList<>(options());
        if (isThePapers() && command.equals("train")) {
            // The paper's steps fold a gradient of every site; an asynchronous step folds one as a rule.
            options.add("--mode=sync");
        }
        return options;
    }

    private boolean isThePapers() {
        return this == PAPER_BRAIN || this == PAPER_NUCLEI;
    }

    private List<String> options() {
        return switch (this) {
            case LAPTOP -> List.of();
            case PRIVATE ->
                List.of(
                        "--discriminator=patch",
                        "--discriminator-norm-layer=instance",
                        "--discriminator-width=8",
                        "--discriminator-layers=1");
            case PAPER_BRAIN -> paper("--batch-size=1", "--steps=226000");
            case PAPER_NUCLEI -> paper("--batch-size=2", "--steps=6400");
        };
    }

    private static List<String> paper(String... schedule) {
        List<String> all = new ArrayList<>(List.of(
                "--image-size=256",
                "--fit=crop",
                "--load-size=286",
                "--width=64",
                "--blocks=9",
                "--dropout=0.5",
                "--decoder=transposed",
                "--noise=0",
                "--site-code=0",
                "--discriminator=patch",
                "--discriminator-norm-layer=instance",
                "--discriminator-width=64",
                "--discriminator-layers=3",
                "--loss=cross_entropy",
                "--learning-rate=0.0002",
                "--discriminator-learning-rate=0.0002",
                "--averaging=0",
                "--until=steps"));
        all.addAll(Arrays.asList(schedule));
        return all;
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Optional<Preset> of(String word) {
        return Arrays.stream(values())
                .filter(preset ->
                        preset.word().equals(word.toLowerCase(Locale.ROOT).replace('_', '-')))
                .findFirst();
    }

    /**
     * The arguments with the options of the preset that they name, if they name one, right behind the command.
     *
     * @param arguments the command first
     */
    public static String[] expand(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        Optional<Preset> named = Optional.empty();
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i).startsWith(FLAG + "=")) {
                named = of(all.get(i).substring(FLAG.length() + 1));
            } else if (all.get(i).equals(FLAG) && i + 1 < all.size()) {
                named = of(all.get(i + 1));
            }
        }
        named.ifPresent(preset -> all.addAll(
                1,
                preset.options(arguments[0]).stream()
                        .filter(option -> !isGiven(option.substring(0, option.indexOf('=')), arguments))
                        .toList()));
        return all.toArray(String[]::new);
    }

    private static boolean isGiven(String flag, String... arguments) {
        return Arrays.stream(arguments).anyMatch(argument -> argument.equals(flag) || argument.startsWith(flag + "="));
    }

    /** {@code --preset} of a command. */
    public static final class Chosen {

        @Option(
                names = FLAG,
                paramLabel = "NAME",
                converter = Chosen.Reader.class,
                description = "Networks, image size and schedule by one word: laptop (the defaults), private (small"
                        + " discriminators, for --privacy-epsilon), paper-brain, paper-nuclei (the paper's, for a GPU)."
                        + " Options given beside it win.")
        @SuppressWarnings("UnusedVariable") // Its options were put in its place before this was read.
        private Preset preset = LAPTOP;

        /** Reads its name with hyphens. */
        static final class Reader implements picocli.CommandLine.ITypeConverter<Preset> {

            @Override
            public Preset convert(String word) {
                return of(word).orElseThrow(() ->
                        new TypeConversionException("There is no preset '" + word + "'; choose one of "
                                + Arrays.stream(values()).map(Preset::word).collect(Collectors.joining(", "))));
            }
        }
    }
}
