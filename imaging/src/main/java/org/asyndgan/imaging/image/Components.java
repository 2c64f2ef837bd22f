package org.asyndgan.imaging.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The objects of a label map: connected pixels of one class other than the background.
 *
 * <p>Pixels that touch at an edge or a corner belong together (8-neighbourhood). Objects are numbered
 * from 1 in the order of their first pixel, row by row; 0 is the background.
 */
public final class Components {

    private static final int FIRST_STACK = 256;

    private final int[] numbers;
    private final List<Integer> areas;
    private final List<Integer> classes;

    private Components(int[] numbers, List<Integer> areas, List<Integer> classes) {
        this.numbers = numbers;
        this.areas = areas;
        this.classes = classes;
    }

    public static Components of(LabelMap labels) {
        int[] numbers = new int[labels.size()];
        List<Integer> areas = new ArrayList<>();
        List<Integer> classes = new ArrayList<>();
        for (int p = 0; p < numbers.length; p++) {
            if (labels.at(p) != 0 && numbers[p] == 0) {
                classes.add(labels.at(p));
                areas.add(flood(labels, p, classes.size(), numbers));
            }
        }
        return new Components(numbers, List.copyOf(areas), List.copyOf(classes));
    }

    private static int flood(LabelMap labels, int start, int number, int[] numbers) {
        int width = labels.width();
        int[] stack = new int[FIRST_STACK];
        int depth = 0;
        int area = 0;
        stack[depth++] = start;
        numbers[start] = number;
        while (depth > 0) {
            int p = stack[--depth];
            area++;
            int y = p / width;
            int x = p % width;
            for (int row = Math.max(0, y - 1); row <= Math.min(labels.height() - 1, y + 1); row++) {
                for (int column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
                    int next = row * width + column;
                    if (numbers[next] == 0 && labels.at(next) == labels.at(start)) {
                        numbers[next] = number;
                        if (depth == stack.length) {
                            stack = Arrays.copyOf(stack, 2 * depth);
                        }
                        stack[depth++] = next;
                    }
                }
            }
        }
        return area;
    }

    /** Number of objects. */
    public int count() {
        return areas.size();
    }

    /** The object at a row-major position, 0 for the background. */
    public int at(int position) {
        return numbers[position];
    }

    /** A copy of the objects' numbers, row-major. */
    public int[] toArray() {
        return Arrays.copyOf(numbers, numbers.length);
    }

    /** Pixels of an object, 1 … {@link #count()}. */
    public int area(int object) {
        return areas.get(object - 1);
    }

    /** The class of an object, 1 … {@link #count()}. */
    public int classOf(int object) {
        return classes.get(object - 1);
    }
}
