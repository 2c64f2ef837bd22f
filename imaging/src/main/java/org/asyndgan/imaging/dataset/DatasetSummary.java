package org.asyndgan.imaging.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.image.RawImage;

/**
 * What a data set holds, found by reading every file once.
 *
 * @param sites in the order of names
 * @param classes all label values that occur at any site, and 0
 * @param channels 3 if any image is in colour, else 1
 */
public record DatasetSummary(List<Site> sites, ClassTable classes, int channels) {

    public DatasetSummary {
        sites = List.copyOf(sites);
    }

    /**
     * Reads and checks every image and label.
     *
     * @throws DatasetException ADG-205, 206 or 215 if a file is wrong; ADG-214 if the labels hold no
     *     class at all or more values than there can be classes
     */
    public static DatasetSummary of(DatasetFolder folder) {
        List<Site> sites = new ArrayList<>();
        SortedSet<Integer> values = new TreeSet<>();
        int channels = 1;
        for (SiteFolder site : folder.sites()) {
            Survey survey = new Survey();
            for (PairFile file : site.pairs()) {
                survey.add(LoadedPair.read(file));
            }
            sites.add(survey.site(site));
            values.addAll(survey.values);
            channels = Math.max(channels, survey.channels);
        }
        if (values.stream().noneMatch(value -> value > 0)) {
            throw new DatasetException(
                    "ADG-214",
                    "The labels under " + folder.root() + " hold only the value 0, the background. At least one label"
                            + " must mark something with another value.");
        }
        return new DatasetSummary(sites, ClassTable.of(values), channels);
    }

    /** Pairs for one purpose, over all sites. */
    public int pairs(Split split) {
        return sites.stream().mapToInt(site -> site.pairs(split)).sum();
    }

    /**
     * What one site holds.
     *
     * @param name of the site
     * @param train training pairs
     * @param validation pairs to choose weights by
     * @param test test pairs
     * @param sizes how many images have each size, written width x height
     * @param channels 3 if any image is in colour, else 1
     * @param bits 16 if any image has 16 bits a sample, else 8
     * @param darkest smallest sample of all images
     * @param brightest largest sample of all images
     * @param labelValues values that occur in the labels, ascending
     * @param foreground mean share of an image's pixels with a label above 0, in [0, 1]
     */
    public record Site(
            String name,
            int train,
            int validation,
            int test,
            TreeMap<String, Integer> sizes,
            int channels,
            int bits,
            int darkest,
            int brightest,
            List<Integer> labelValues,
            double foreground) {

        int pairs(Split split) {
            return switch (split) {
                case TRAIN -> train;
                case VALIDATION -> validation;
                case TEST -> test;
            };
        }
    }

    /** Gathers what the pairs of one site have in common. */
    private static final class Survey {

        private final TreeMap<String, Integer> sizes = new TreeMap<>();
        private final SortedSet<Integer> values = new TreeSet<>();
        private int channels = 1;
        private int bits = 8;
        private int darkest = Integer.MAX_VALUE;
        private int brightest;
        private double foreground;
        private int pairs;

        void add(LoadedPair pair) {
            RawImage image = pair.image();
            pairs++;
            sizes.merge(LoadedPair.size(image), 1, Integer::sum);
            channels = Math.max(channels, image.channels());
            bits = Math.max(bits, image.bits());
            for (int i = 0; i < image.size(); i++) {
                darkest = Math.min(darkest, image.at(i));
                brightest = Math.max(brightest, image.at(i));
            }
            int[] histogram = pair.label().histogram();
            for (int value = 0; value < histogram.length; value++) {
                if (histogram[value] > 0) {
                    values.add(value);
                }
            }
            foreground += 1 - (double) histogram[0] / pair.label().size();
            requireFewValues(pair.file());
        }

        private void requireFewValues(PairFile file) {
            if (values.size() > LabelMap.MOST_CLASSES) {
                throw new DatasetException(
                        "ADG-214",
                        "With label " + file.label() + " the labels of its site hold " + values.size()
                                + " different values, but a value is a class and there can be " + LabelMap.MOST_CLASSES
                                + ". Save labels without loss (PNG or TIFF, not JPEG), with one value a class.");
            }
        }

        Site site(SiteFolder folder) {
            return new Site(
                    folder.name(),
                    folder.pairs(Split.TRAIN).size(),
                    folder.pairs(Split.VALIDATION).size(),
                    folder.pairs(Split.TEST).size(),
                    sizes,
                    channels,
                    bits,
                    darkest,
                    brightest,
                    List.copyOf(values),
                    foreground / pairs);
        }
    }
}
