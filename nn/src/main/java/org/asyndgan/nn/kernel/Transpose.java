package org.asyndgan.nn.kernel;

/** Transposes small matrices on the heap. */
final class Transpose {

    /** Rows and columns that are transposed together, so that both sides stay in the nearest cache. */
    private static final int TILE = 16;

    private Transpose() {}

    /**
     * Copies a matrix [rows, columns] to a transposed one [columns, rows].
     *
     * @param pitch elements from one row of the target to the next, at least {@code rows}
     */
    static void copy(float[] source, int from, int rows, int columns, float[] target, int to, int pitch) {
        for (int top = 0; top < rows; top += TILE) {
            int bottom = Math.min(top + TILE, rows);
            for (int left = 0; left < columns; left += TILE) {
                int right = Math.min(left + TILE, columns);
                for (int row = top; row < bottom; row++) {
                    for (int column = left; column < right; column++) {
                        target[to + column * pitch + row] = source[from + row * columns + column];
                    }
                }
            }
        }
    }
}
