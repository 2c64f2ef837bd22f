package org.asyndgan.imaging.label;

import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.asyndgan.imaging.folder.DatasetException;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.image.RawImage;

/**
 * Which value in a label file is which class; every site of a run must use the same table.
 *
 * @param values ascending label values; the position is the class, and value 0 is always class 0, the
 *     background
 */
public record ClassTable(List<Integer> values) {

    public ClassTable {
        values = List.copyOf(values);
        if (values.size() < 2 || values.size() > LabelMap.MOST_CLASSES) {
            throw new IllegalArgumentException("A class table has 2 to " + LabelMap.MOST_CLASSES
                    + " values, the background included, not " + values.size());
        }
        if (values.get(0) != 0) {
            throw new IllegalArgumentException(
                    "The first value of a class table is 0, the background, not " + values.get(0));
        }
        for (int k = 1; k < values.size(); k++) {
            if (values.get(k) <= values.get(k - 1)) {
                throw new IllegalArgumentException(
                        "The values of a class table ascend, but " + values.get(k) + " follows " + values.get(k - 1));
            }
        }
    }

    /** The table of all values that occur, and of 0 whether it occurs or not. */
    public static ClassTable of(SortedSet<Integer> found) {
        SortedSet<Integer> all = new TreeSet<>(found);
        all.add(0);
        return new ClassTable(List.copyOf(all));
    }

    /** K, the background included. */
    public int classes() {
        return values.size();
    }

    /**
     * The classes of a label file's pixels.
     *
     * @param file its name, for the message
     * @throws DatasetException ADG-207 if a value is not in the table
     */
    public LabelMap read(RawImage label, String file) {
        int[] classOf = new int[label.ceiling() + 1];
        Arrays.fill(classOf, -1);
        for (int k = 0; k < values.size(); k++) {
            if (values.get(k) < classOf.length) {
                classOf[values.get(k)] = k;
            }
        }
        byte[] indices = new byte[label.size()];
        for (int p = 0; p < indices.length; p++) {
            int found = classOf[label.at(p)];
            if (found < 0) {
                throw new DatasetException(
                        "ADG-207",
                        "Label " + file + " holds the value " + label.at(p)
                                + ", which is not among the run's label values "
                                + this + ". Every value is a class: use the same values at every site, or start the run"
                                + " with a table that has them all.");
            }
            indices[p] = (byte) found;
        }
        return LabelMap.adopt(label.height(), label.width(), classes(), indices);
    }

    /** The values, such as {@code 0, 128, 255}. */
    @Override
    public String toString() {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
