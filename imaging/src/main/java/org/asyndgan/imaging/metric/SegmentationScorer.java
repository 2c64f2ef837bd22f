package org.asyndgan.imaging.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.asyndgan.imaging.image.LabelMap;

/**
 * Compares predicted label maps with true ones, image by image, and gives the score of all.
 *
 * <p>A set of classes counts as the foreground: a pixel of any of them is foreground, all else is
 * background. Not thread-safe.
 */
public final class SegmentationScorer {

    private final Set<Integer> foreground;
    private final int leastObjectArea;
    private final List<ImageScore> images = new ArrayList<>();

    private SegmentationScorer(Set<Integer> foreground, int leastObjectArea) {
        if (foreground.isEmpty() || foreground.contains(0)) {
            throw new IllegalArgumentException("The classes to score are " + foreground
                    + ", but there must be one at least, and class 0 is the background");
        }
        this.foreground = Set.copyOf(foreground);
        this.leastObjectArea = leastObjectArea;
    }

    /** All classes above 0 together are the foreground. */
    public static SegmentationScorer ofAllClasses(int classes) {
        return new SegmentationScorer(IntStream.range(1, classes).boxed().collect(Collectors.toSet()), 0);
    }

    /** These classes together are the foreground; one class alone scores that class. */
    public static SegmentationScorer of(Set<Integer> classes) {
        return new SegmentationScorer(classes, 0);
    }

    /** A scorer without images that leaves objects of fewer pixels out of the object measures. */
    public SegmentationScorer ignoringObjectsUnder(int pixels) {
        return new SegmentationScorer(foreground, pixels);
    }

    /**
     * Compares one image.
     *
     * @throws IllegalArgumentException if the two maps differ in size
     */
    public void add(LabelMap truth, LabelMap prediction) {
        int height = truth.height();
        int width = truth.width();
        if (prediction.height() != height || prediction.width() != width) {
            throw new IllegalArgumentException("A prediction " + prediction + " cannot be scored against " + truth
                    + "; both need the same height and width");
        }
        boolean[] actual = mask(truth);
        boolean[] found = mask(prediction);
        images.add(new ImageScore(
                Confusion.of(actual, found),
                SurfaceDistance.hausdorff95(actual, found, height, width),
                ObjectAgreement.of(actual, found, height, width, leastObjectArea)));
    }

    private boolean[] mask(LabelMap labels) {
        boolean[] mask = new boolean[labels.size()];
        for (int p = 0; p < mask.length; p++) {
            mask[p] = foreground.contains(labels.at(p));
        }
        return mask;
    }

    /**
     * The score of all images added so far.
     *
     * @throws IllegalStateException if no image was added
     */
    public SegmentationScore score() {
        if (images.isEmpty()) {
            throw new IllegalStateException("There is no score without test images; add one at least");
        }
        List<ImageScore> withForeground = images.stream()
                .filter(image -> image.confusion.truePositive() + image.confusion.falseNegative() > 0)
                .toList();
        List<ImageScore> withBackground = images.stream()
                .filter(image -> image.confusion.trueNegative() + image.confusion.falsePositive() > 0)
                .toList();
        return new SegmentationScore(
                images.size(),
                mean(images, image -> image.confusion.dice()),
                mean(withForeground, image -> image.confusion.sensitivity()),
                mean(withBackground, image -> image.confusion.specificity()),
                mean(images, image -> image.hd95),
                images.stream().map(image -> image.confusion).reduce(Confusion.NOTHING, Confusion::plus),
                new ObjectAgreement(
                        mean(images, image -> image.objects.objectDice()),
                        mean(images, image -> image.objects.aggregatedJaccard())));
    }

    private static double mean(List<ImageScore> images, ToDoubleFunction<ImageScore> measure) {
        return images.stream().mapToDouble(measure).average().orElse(1);
    }

    private record ImageScore(Confusion confusion, double hd95, ObjectAgreement objects) {}
}
