package org.asyndgan.imaging.inspect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.asyndgan.imaging.folder.DatasetException;
import org.asyndgan.imaging.folder.DatasetFolder;
import org.asyndgan.imaging.folder.Doubt;
import org.asyndgan.imaging.folder.LabelMapping;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.folder.SiteName;
import org.asyndgan.imaging.folder.Split;

/**
 * What a folder of images would be used as, for people: what is there and what looks wrong.
 *
 * @param lines what is there
 * @param remarks those of them that say how files are read and what is left aside, each with its site
 * @param doubts what looks wrong, though a run could use it
 * @param refusal why no run could use the folder; empty if one could
 */
public record Inspection(List<String> lines, List<String> remarks, List<Doubt> doubts, Optional<String> refusal) {

    private static final int FEW_PAIRS = 20;
    private static final double LITTLE_FOREGROUND = 0.005;

    public Inspection {
        lines = List.copyOf(lines);
        remarks = List.copyOf(remarks);
        doubts = List.copyOf(doubts);
    }

    /**
     * Reads every image; whatever is wrong with the folder becomes the refusal.
     *
     * @param mapping of label values
     */
    public static Inspection of(Path root, LabelMapping mapping) {
        try {
            DatasetFolder folder = DatasetFolder.open(root).with(mapping);
            return of(folder, DatasetSummary.of(folder));
        } catch (DatasetException wrong) {
            return new Inspection(List.of(), List.of(), List.of(), Optional.of(wrong.getMessage()));
        }
    }

    /** What is known of a folder whose files were read. */
    public static Inspection of(DatasetFolder folder, DatasetSummary summary) {
        List<String> lines = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        lines.add(folder.root() + ": " + folder.sites().size() + " sites, " + summary.pairs(Split.TRAIN) + " training"
                + (summary.pairs(Split.VALIDATION) == 0 ? "" : ", " + summary.pairs(Split.VALIDATION) + " validation")
                + " and " + summary.pairs(Split.TEST) + " test pairs, "
                + (summary.channels() == 1 ? "grey" : "colour") + ", label values " + summary.classes());
        for (DatasetSummary.Site site : summary.sites()) {
            lines.add(line(site, folder));
            for (String note : site.notes()) {
                lines.add("    " + note);
                remarks.add(site.name() + ": " + note);
            }
        }
        for (String note : ofAllSites(folder, summary)) {
            lines.add("  " + note);
            remarks.add(note);
        }
        return new Inspection(lines, remarks, doubts(folder, summary), Optional.empty());
    }

    private static List<String> ofAllSites(DatasetFolder folder, DatasetSummary summary) {
        List<String> notes = new ArrayList<>(summary.notes());
        Set<String> columns = new LinkedHashSet<>();
        folder.sites().forEach(site -> columns.addAll(site.leftAside().columns()));
        if (!columns.isEmpty()) {
            notes.add("Columns of the manifest without meaning here: " + String.join(", ", columns));
        }
        if (!folder.leftAside().isEmpty()) {
            notes.add("No sites of this data set: " + String.join(", ", folder.leftAside()));
        }
        return notes;
    }

    /** Whether a run could use the folder. */
    public boolean isUsable() {
        return refusal.isEmpty();
    }

    /** All there is to say: what is there, then what looks wrong, or why the folder cannot be used. */
    public List<String> all() {
        List<String> all = new ArrayList<>(lines);
        doubts.forEach(doubt -> all.add(doubt.text()));
        refusal.ifPresent(all::add);
        if (isUsable() && doubts.isEmpty()) {
            all.add("Nothing looks wrong.");
        }
        return all;
    }

    /** Doubts that make a score mean little. */
    public List<Doubt> seriousDoubts() {
        return doubts.stream().filter(Doubt::spoilsScores).toList();
    }

    /**
     * Insists that there is no doubt that makes a score mean little.
     *
     * @param isAccepted whether somebody accepted such doubts
     * @param how they are accepted, such as {@code --accept-doubts}
     * @throws DatasetException ADG-220 if there are such doubts and nobody accepted them
     */
    public void requireAccepted(boolean isAccepted, String how) {
        if (!isAccepted && !seriousDoubts().isEmpty()) {
            throw new DatasetException(
                    "ADG-220",
                    "The data set can be used, but a score would mean little: "
                            + seriousDoubts().stream().map(Doubt::text).collect(Collectors.joining(" "))
                            + " Mend that, or go on all the same with " + how + ".");
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

    private static List<Doubt> doubts(DatasetFolder folder, DatasetSummary summary) {
        List<Doubt> doubts = new ArrayList<>(summary.doubts());
        if (summary.pairs(Split.TEST) == 0) {
            doubts.add(Doubt.aside("There is no test pair, so that nothing can be scored."));
        }
        doubts.addAll(PatientOverlap.doubts(folder));
        doubts.addAll(conventions(summary));
        for (DatasetSummary.Site site : summary.sites()) {
            if (site.train() > 0 && site.train() < FEW_PAIRS) {
                doubts.add(Doubt.aside("Site " + site.name() + " has " + site.train()
                        + " training pairs, few for a discriminator; use windows (fit crop, several views a pair)."));
            }
            if (!site.labelValues()
                    .containsAll(summary.classes()
                            .values()
                            .subList(1, summary.classes().classes()))) {
                doubts.add(Doubt.aside("Site " + site.name() + " has only the label values " + site.labelValues()
                        + " of " + summary.classes() + "."));
            }
            if (site.foreground() < LITTLE_FOREGROUND) {
                doubts.add(Doubt.aside(String.format(
                        Locale.ROOT,
                        "Site %s has labels above 0 in %.2f %% of the pixels; small images may lose them.",
                        site.name(),
                        site.foreground() * 100)));
            }
            if (site.channels() < summary.channels()) {
                doubts.add(Doubt.aside("Site " + site.name() + " is grey where others are in colour."));
            }
            if (!SiteName.isAllowed(site.name())) {
                doubts.add(Doubt.aside(SiteName.refusal(site.name())
                        + ". A worker can be given another name with --name; train wants the folder renamed."));
            }
        }
        long bits = summary.sites().stream()
                .map(DatasetSummary.Site::bits)
                .distinct()
                .count();
        if (bits > 1) {
            doubts.add(Doubt.aside(
                    "Some sites have 8 and some 16 bits a sample; normalise by percentile, not by bit depth."));
        }
        return doubts;
    }

    /** Sites that have no label value above 0 in common most likely write one class in two ways. */
    private static List<Doubt> conventions(DatasetSummary summary) {
        List<Doubt> doubts = new ArrayList<>();
        List<DatasetSummary.Site> marked =
                summary.sites().stream().filter(site -> !marks(site).isEmpty()).toList();
        for (int i = 1; i < marked.size(); i++) {
            DatasetSummary.Site first = marked.get(0);
            DatasetSummary.Site other = marked.get(i);
            if (Collections.disjoint(marks(first), marks(other))) {
                doubts.add(Doubt.serious("Sites " + first.name() + " and " + other.name()
                        + " have no label value above 0 in common (" + first.labelValues() + " and "
                        + other.labelValues() + "). If they mean the same classes, say so with --label-map, such as "
                        + other.name() + ":" + marks(other).get(marks(other).size() - 1) + "="
                        + marks(first).get(marks(first).size() - 1) + "."));
            }
        }
        return doubts;
    }

    private static List<Integer> marks(DatasetSummary.Site site) {
        return site.labelValues().stream().filter(value -> value > 0).toList();
    }
}
