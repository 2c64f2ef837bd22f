package org.asyndgan.imaging.label;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.asyndgan.imaging.image.RawImage;

/**
 * What the values of a site's labels look like: classes, the soft edges of a scaled mask, or numbers of objects.
 *
 * <p>A value is soft if most of its pixels have a smaller and a larger one among their eight neighbours, as the values
 * that scaling puts between two classes do. Values number objects if each image has those from 1 on without a gap, in
 * numbers that differ from image to image, and each value is one compact spot.
 */
public final class LabelSurvey {

    /** Soft values lie between two others, so fewer than this make no doubt: thin rings of a class are real. */
    private static final int SOFT_VALUES = 3;

    private static final double SOFT_SHARE = 0.6;
    private static final int NUMBERED = 8;
    private static final int MANY = 20;
    private static final double COMPACT = 0.3;

    private final SortedSet<Integer> values = new TreeSet<>();
    private final SortedMap<Integer, long[]> softness = new TreeMap<>();
    private final SortedSet<Integer> highest = new TreeSet<>();
    private boolean isWithoutGaps = true;
    private long spots;
    private long compactSpots;
    private boolean hasOneBesideLargest;
    private int images;
    private int emptyImages;

    public void add(RawImage label) {
        int[] histogram = label.histogram();
        List<Integer> found = new ArrayList<>();
        for (int value = 0; value < histogram.length; value++) {
            if (histogram[value] > 0) {
                found.add(value);
            }
        }
        images++;
        values.addAll(found);
        hasOneBesideLargest |= found.contains(1) && found.contains(255);
        List<Integer> marks = found.get(0) == 0 ? found.subList(1, found.size()) : found;
        if (marks.isEmpty()) {
            emptyImages++;
            return;
        }
        highest.add(marks.get(marks.size() - 1));
        isWithoutGaps &= marks.get(0) == 1 && marks.get(marks.size() - 1) == marks.size();
        if (found.size() > SOFT_VALUES + 1) {
            countSoft(label);
        }
        countSpots(label, histogram);
    }

    private void countSoft(RawImage label) {
        for (int y = 1; y < label.height() - 1; y++) {
            for (int x = 1; x < label.width() - 1; x++) {
                int position = y * label.width() + x;
                int value = label.at(position);
                if (value > 0) {
                    long[] counts = softness.computeIfAbsent(value, none -> new long[2]);
                    counts[0]++;
                    counts[1] += isBetween(label, position, value) ? 1 : 0;
                }
            }
        }
    }

    private static boolean isBetween(RawImage label, int position, int value) {
        boolean hasSmaller = false;
        boolean hasLarger = false;
        for (int dy = -label.width(); dy <= label.width(); dy += label.width()) {
            for (int dx = -1; dx <= 1; dx++) {
                int neighbour = label.at(position + dy + dx);
                hasSmaller |= neighbour < value;
                hasLarger |= neighbour > value;
            }
        }
        return hasSmaller && hasLarger;
    }

    private void countSpots(RawImage label, int[] histogram) {
        int[] top = new int[histogram.length];
        int[] bottom = new int[histogram.length];
        int[] left = new int[histogram.length];
        int[] right = new int[histogram.length];
        Arrays.fill(top, -1);
        int position = 0;
        for (int y = 0; y < label.height(); y++) {
            for (int x = 0; x < label.width(); x++) {
                int value = label.at(position++);
                if (top[value] < 0) {
                    top[value] = y;
                    left[value] = x;
                }
                bottom[value] = y;
                left[value] = Math.min(left[value], x);
                right[value] = Math.max(right[value], x);
            }
        }
        for (int value = 1; value < histogram.length; value++) {
            if (histogram[value] > 0) {
                double area = (bottom[value] - top[value] + 1.0) * (right[value] - left[value] + 1.0);
                spots++;
                compactSpots += histogram[value] >= COMPACT * area ? 1 : 0;
            }
        }
    }

    /** All values that occur, ascending. */
    public SortedSet<Integer> values() {
        return values;
    }

    /** Whether 0 occurs in no label. */
    public boolean lacksBackground() {
        return images > 0 && !values.contains(0);
    }

    /** Whether every label has one value alone. */
    public boolean isEmpty() {
        return emptyImages == images;
    }

    /** Whether 1 and 255 are the marks, never of the same image: two ways to write one class. */
    public boolean hasTwoConventions() {
        return values.contains(1) && values.contains(255) && marks() == 2 && !hasOneBesideLargest;
    }

    /** Values that look like the edges of a scaled mask; none if they are few. */
    public List<Integer> softValues() {
        List<Integer> soft = new ArrayList<>();
        softness.forEach((value, counts) -> {
            if (counts[1] >= SOFT_SHARE * counts[0]) {
                soft.add(value);
            }
        });
        return soft.size() >= SOFT_VALUES && soft.size() * 2 >= marks() ? soft : List.of();
    }

    /** Whether values number single objects. */
    public boolean looksLikeObjects() {
        double compact = spots == 0 ? 0 : (double) compactSpots / spots;
        boolean isCounted = isWithoutGaps && highest.size() > 1 && marks() >= NUMBERED && compact >= 0.8;
        return isCounted || (marks() >= MANY && compact >= 0.9);
    }

    private int marks() {
        return values.contains(0) ? values.size() - 1 : values.size();
    }
}
