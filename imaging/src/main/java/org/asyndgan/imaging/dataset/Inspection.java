package org.asyndgan.imaging.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a folder of images would be used as, for people: what is there and what looks wrong.
 *
 * @param lines to print
 * @param isUsable whether a run could use the folder; if not, the last line says why not
 */
public record Inspection(List<String> lines, boolean isUsable) {

    private static final int FEW_PAIRS = 20;
    private static final double LITTLE_FOREGROUND = 0.005;

    public Inspection {
        lines = List.copyOf(lines);
    }

    /** Reads every image; whatever is wrong with the folder becomes a line. */
    public static Inspection of(Path root) {
        List<String> lines = new ArrayList<>();
        try {
            DatasetFolder folder = DatasetFolder.open(root);
            DatasetSummary summary = DatasetSummary.of(folder);
            lines.add(root + ": " + folder.sites().size() + " sites, " + summary.pairs(Split.TRAIN) + " training"
                    + (summary.pairs(Split.VALIDATION) == 0
                            ? ""
                            : ", " + summary.pairs(Split.VALIDATION) + " validation")
                    + " and " + summary.pairs(Split.TEST) + " test pairs, "
                    + (summary.channels() == 1 ? "grey" : "colour") + ", label values " + summary.classes());
            for (DatasetSummary.Site site : summary.sites()) {
                lines.add(line(site, folder));
            }
            List<String> doubts = doubts(folder, summary);
            lines.addAll(doubts.isEmpty() ? List.of("Nothing looks wrong.") : doubts);
            return new Inspection(lines, true);
        } catch (DatasetException wrong) {
            lines.add(wrong.getMessage());
            return new Inspection(lines, false);
        }
    }

    private static String line(DatasetSummary.Site site, DatasetFolder folder) {
        SiteFolder files = folder(site, folder);
        Set<String> trained = files.patients(Split.TRAIN);
        Set<String> tested = files.patients(Split.TEST);
        return String.format(
                Locale.ROOT,
                "  %s: %d train, %s%d test%s; %s px; %d bits, %d to %d; labels %s, %.1f %% of the pixels above 0",
                site.name(),
                site.train(),
                site.validation() == 0 ? "" : site.validation() + " validation, ",
                site.test(),
                trained.isEmpty() ? "" : " (" + trained.size() + " and " + tested.size() + " patients)",
                site.sizes().entrySet().stream()
                        .map(size -> size.getKey() + (site.sizes().size() == 1 ? "" : " (" + size.getValue() + ")"))
                        .collect(Collectors.joining(", ")),
                site.bits(),
                site.darkest(),
                site.brightest(),
                site.labelValues(),
                site.foreground() * 100);
    }

    private static SiteFolder folder(DatasetSummary.Site site, DatasetFolder folder) {
        return folder.sites().stream()
                .filter(files -> files.name().equals(site.name()))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> doubts(DatasetFolder folder, DatasetSummary summary) {
        List<String> doubts = new ArrayList<>();
        if (summary.pairs(Split.TEST) == 0) {
            doubts.add("There is no test pair, so that nothing can be scored.");
        }
        for (DatasetSummary.Site site : summary.sites()) {
            SiteFolder files = folder(site, folder);
            Set<String> both = files.patients(Split.TRAIN);
            both.addAll(files.patients(Split.VALIDATION));
            both.retainAll(files.patients(Split.TEST));
            if (!both.isEmpty()) {
                doubts.add("Site " + site.name() + ": " + both.size()
                        + " patients have test pairs and others; a test would reward remembering them.");
            }
            if (site.train() > 0 && site.train() < FEW_PAIRS) {
                doubts.add("Site " + site.name() + " has " + site.train()
                        + " training pairs, few for a discriminator; use windows (fit crop, several views a pair).");
            }
            if (!site.labelValues()
                    .containsAll(summary.classes()
                            .values()
                            .subList(1, summary.classes().classes()))) {
                doubts.add("Site " + site.name() + " has only the label values " + site.labelValues() + " of "
                        + summary.classes() + ".");
            }
            if (site.foreground() < LITTLE_FOREGROUND) {
                doubts.add(String.format(
                        Locale.ROOT,
                        "Site %s has labels above 0 in %.2f %% of the pixels; small images may lose them.",
                        site.name(),
                        site.foreground() * 100));
            }
            if (site.channels() < summary.channels()) {
                doubts.add("Site " + site.name() + " is grey where others are in colour.");
            }
        }
        long bits = summary.sites().stream()
                .map(DatasetSummary.Site::bits)
                .distinct()
                .count();
        if (bits > 1) {
            doubts.add("Some sites have 8 and some 16 bits a sample; normalise by percentile, not by bit depth.");
        }
        return doubts;
    }
}
