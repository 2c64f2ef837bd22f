package org.asyndgan.imaging.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.asyndgan.imaging.dataset.LoadedPair;
import org.asyndgan.imaging.folder.DatasetException;
import org.asyndgan.imaging.folder.DatasetFolder;
import org.asyndgan.imaging.folder.Doubt;
import org.asyndgan.imaging.folder.PairFile;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.folder.Split;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.imaging.label.LabelReading;

/**
 * What a data set holds, found by reading every file once.
 *
 * @param sites in the order of names
 * @param classes all label values that occur at any site, and 0
 * @param channels 3 if any image is in colour, else 1
 * @param doubts about single sites and about images that are there twice
 * @param notes which images are there twice, the first few
 */
public record DatasetSummary(
        List<Site> sites, ClassTable classes, int channels, List<Doubt> doubts, List<String> notes) {

    public DatasetSummary {
        sites = List.copyOf(sites);
        doubts = List.copyOf(doubts);
        notes = List.copyOf(notes);
    }

    /**
     * Reads and checks every image and label.
     *
     * @throws DatasetException ADG-205, 206 or 215 to 217 if a file is wrong; ADG-214 if the labels hold no
     *     class at all or more values than there can be classes
     */
    public static DatasetSummary of(DatasetFolder folder) {
        List<Site> sites = new ArrayList<>();
        List<Doubt> doubts = new ArrayList<>();
        ImageTwins twins = new ImageTwins();
        SortedSet<Integer> values = new TreeSet<>();
        for (SiteFolder site : folder.sites()) {
            Site found = survey(site, twins);
            sites.add(found);
            values.addAll(found.labelValues());
            doubts.addAll(found.doubts());
        }
        if (values.stream().noneMatch(value -> value > 0)) {
            throw new DatasetException(
                    "ADG-214",
                    "The labels under " + folder.root() + " hold only the value 0, the background. At least one label"
                            + " must mark something with another value.");
        }
        int classes = values.size() + (values.contains(0) ? 0 : 1);
        if (classes > LabelMap.MOST_CLASSES) {
            throw new DatasetException(
                    "ADG-214",
                    "The labels under " + folder.root() + " hold " + values.size() + " different values"
                            + (values.contains(0) ? "" : " beside 0") + ", but a value is a class and there can be "
                            + LabelMap.MOST_CLASSES
                            + ". Use the same values for the same classes at all sites; --label-map changes those of"
                            + " one.");
        }
        doubts.addAll(twins.doubts());
        int channels = sites.stream().mapToInt(Site::channels).max().orElse(1);
        return new DatasetSummary(sites, ClassTable.of(values), channels, doubts, twins.notes());
    }

    private static Site survey(SiteFolder site, ImageTwins twins) {
        LabelReading reading = LabelReading.of(site);
        SiteSurvey survey = new SiteSurvey(site, reading);
        for (PairFile file : site.pairs()) {
            LoadedPair pair = LoadedPair.read(file, reading);
            survey.add(pair);
            twins.add(site.name(), file, pair.image());
        }
        return survey.site();
    }

    /** Pairs for one purpose, over all sites. */
    public int pairs(Split split) {
        return sites.stream().mapToInt(site -> site.pairs(split)).sum();
    }

    /** The least shorter side of any image, pixels. */
    public int leastShorterSide() {
        return shorterSides().firstKey();
    }

    /** The shorter side that at least half of the images reach, pixels. */
    public int usualShorterSide() {
        TreeMap<Integer, Integer> all = shorterSides();
        int images = all.values().stream().mapToInt(Integer::intValue).sum();
        int seen = 0;
        for (Map.Entry<Integer, Integer> side : all.descendingMap().entrySet()) {
            seen += side.getValue();
            if (2 * seen >= images) {
                return side.getKey();
            }
        }
        throw new IllegalStateException("a data set without images");
    }

    private TreeMap<Integer, Integer> shorterSides() {
        TreeMap<Integer, Integer> all = new TreeMap<>();
        sites.forEach(site -> site.shorterSides().forEach((side, images) -> all.merge(side, images, Integer::sum)));
        return all;
    }

    /**
     * What one site holds.
     *
     * @param name of the site
     * @param train training pairs
     * @param validation pairs to choose weights by
     * @param test test pairs
     * @param sizes how many images have each size, written width x height
     * @param shorterSides how many images have a shorter side of so many pixels
     * @param channels 3 if any image is in colour, else 1
     * @param bits 16 if any image has 16 bits a sample, else 8
     * @param darkest smallest sample of all images
     * @param brightest largest sample of all images
     * @param labelValues values that occur in the labels, ascending
     * @param foreground mean share of an image's pixels with a label above 0, in [0, 1]
     * @param notes how its files are read, and what is left aside
     * @param doubts what looks wrong
     */
    public record Site(
            String name,
            int train,
            int validation,
            int test,
            TreeMap<String, Integer> sizes,
            TreeMap<Integer, Integer> shorterSides,
            int channels,
            int bits,
            int darkest,
            int brightest,
            List<Integer> labelValues,
            double foreground,
            List<String> notes,
            List<Doubt> doubts) {

        int pairs(Split split) {
            return switch (split) {
                case TRAIN -> train;
                case VALIDATION -> validation;
                case TEST -> test;
            };
        }
    }
}
