package org.asyndgan.imaging.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.asyndgan.imaging.dataset.LoadedPair;
import org.asyndgan.imaging.folder.DatasetException;
import org.asyndgan.imaging.folder.Doubt;
import org.asyndgan.imaging.folder.PairFile;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.folder.Split;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.image.RawImage;
import org.asyndgan.imaging.label.LabelReading;
import org.asyndgan.imaging.label.LabelSurvey;

/** Gathers what the pairs of one site have in common, pair by pair, and what looks wrong with them. */
final class SiteSurvey {

    private static final double MOSTLY_MARKED = 0.9;

    private final SiteFolder folder;
    private final boolean isByIndex;
    private final LabelSurvey labels = new LabelSurvey();
    private final TreeMap<String, Integer> sizes = new TreeMap<>();
    private final TreeMap<Integer, Integer> shorterSides = new TreeMap<>();
    private int channels = 1;
    private int bits = 8;
    private int darkest = Integer.MAX_VALUE;
    private int brightest;
    private double foreground;
    private int pairs;
    private int uniform;
    private int turned;
    private int floats;
    private int whiteZero;

    SiteSurvey(SiteFolder folder, LabelReading reading) {
        this.folder = folder;
        this.isByIndex = reading.isByIndex();
    }

    /** @throws DatasetException ADG-214 if the labels hold more values than there can be classes */
    void add(LoadedPair pair) {
        RawImage image = pair.image();
        pairs++;
        sizes.merge(LoadedPair.size(image), 1, Integer::sum);
        shorterSides.merge(Math.min(image.width(), image.height()), 1, Integer::sum);
        channels = Math.max(channels, image.channels());
        bits = Math.max(bits, image.bits());
        for (int i = 0; i < image.size(); i++) {
            darkest = Math.min(darkest, image.at(i));
            brightest = Math.max(brightest, image.at(i));
        }
        uniform += image.isUniform() ? 1 : 0;
        turned += pair.traits().isTurned() ? 1 : 0;
        floats += pair.traits().isFloat() ? 1 : 0;
        whiteZero += pair.traits().isWhiteZero() ? 1 : 0;
        labels.add(pair.label());
        foreground += share(pair.label());
        requireFewValues(pair.file());
    }

    private static double share(RawImage label) {
        return 1 - (double) label.histogram()[0] / label.size();
    }

    private void requireFewValues(PairFile file) {
        int found = labels.values().size();
        if (found > LabelMap.MOST_CLASSES) {
            throw new DatasetException(
                    "ADG-214",
                    "With label " + file.label() + " the labels of its site hold " + found
                            + " different values, but a value is a class and there can be " + LabelMap.MOST_CLASSES
                            + ". If values number single objects (instance masks), make them one class with"
                            + " --label-map 1-65535=1; if the labels went through a JPEG or were scaled, export them again"
                            + " with one value a class.");
        }
    }

    DatasetSummary.Site site() {
        return new DatasetSummary.Site(
                folder.name(),
                folder.pairs(Split.TRAIN).size(),
                folder.pairs(Split.VALIDATION).size(),
                folder.pairs(Split.TEST).size(),
                sizes,
                shorterSides,
                channels,
                bits,
                darkest,
                brightest,
                List.copyOf(labels.values()),
                foreground / pairs,
                notes(),
                doubts());
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (isByIndex) {
            notes.add("labels are the indices of their palettes");
        }
        if (!folder.labelMapping().rules().isEmpty()) {
            notes.add("label values mapped by " + folder.labelMapping());
        }
        if (whiteZero > 0) {
            notes.add(whiteZero + " labels say that 0 is white and are taken as stored");
        }
        if (turned > 0) {
            notes.add(turned + " pairs turned as their EXIF orientation says");
        }
        if (floats > 0) {
            notes.add(floats + " images of floating-point samples scaled to 16 bits");
        }
        String aside = folder.leftAside().words();
        if (!aside.isEmpty()) {
            notes.add("left aside: " + aside);
        }
        return notes;
    }

    private List<Doubt> doubts() {
        String site = "Site " + folder.name();
        List<Doubt> doubts = new ArrayList<>(folder.leftAside().doubts(folder.name()));
        if (uniform == pairs) {
            doubts.add(Doubt.serious(site + ": every image has one value throughout. Export the images again."));
        } else if (uniform > 0) {
            doubts.add(Doubt.aside(site + ": " + uniform + " of " + pairs + " images have one value throughout."));
        }
        if (labels.isEmpty() && !folder.pairs(Split.TRAIN).isEmpty()) {
            doubts.add(Doubt.serious(site + ": no label marks anything, so that its discriminator sees empty masks."));
        }
        if (labels.lacksBackground()) {
            doubts.add(
                    Doubt.serious(site + ": no label holds 0, which is the background; say with --label-map which value"
                            + " is, such as 1=0."));
        } else if (foreground / pairs > MOSTLY_MARKED) {
            doubts.add(Doubt.aside(String.format(
                    Locale.ROOT,
                    "%s has labels above 0 in %.1f %% of the pixels; if 0 and its marks are swapped, say so with"
                            + " --label-map, such as 0=255,255=0.",
                    site,
                    foreground / pairs * 100)));
        }
        if (labels.hasTwoConventions()) {
            doubts.add(
                    Doubt.serious(site + " writes its marks as 1 in some labels and as 255 in others; if they are one"
                            + " class, say so with --label-map 255=1."));
        }
        if (labels.looksLikeObjects()) {
            doubts.add(Doubt.serious(site + ": the " + labels.values().size()
                    + " label values look like numbers of single objects, not like classes; make them one class with"
                    + " --label-map 1-65535=1."));
        } else if (!labels.softValues().isEmpty()) {
            doubts.add(Doubt.serious(site + ": the label values "
                    + labels.softValues().stream().map(String::valueOf).collect(Collectors.joining(", "))
                    + " lie only between others, as the soft edges of a scaled mask do. Export the labels again without"
                    + " smoothing, or map them with --label-map, such as 1-127=0,128-255=255."));
        }
        return doubts;
    }

    LabelSurvey labels() {
        return labels;
    }
}
