package org.asyndgan.imaging.metric;

import java.util.Arrays;

/**
 * The exact Euclidean distance from every pixel to the nearest marked one.
 *
 * <p>Squared distances D(y, x) = min over marked (v, u) of (y - v)² + (x - u)², found as two passes of
 * one-dimensional lower envelopes of parabolas (Felzenszwalb and Huttenlocher, Theory of Computing 8,
 * 2012), in time linear in the number of pixels.
 */
final class DistanceTransform {

    /** Stands for "no marked pixel": larger than any squared distance, small enough to add to. */
    private static final double FAR = 1e15;

    private DistanceTransform() {}

    /**
     * Squared distances in pixels², row-major.
     *
     * @param marked at least one of them true
     */
    static double[] squared(boolean[] marked, int height, int width) {
        double[] distance = new double[marked.length];
        for (int p = 0; p < marked.length; p++) {
            distance[p] = marked[p] ? 0 : FAR;
        }
        Envelope columns = new Envelope(height);
        for (int x = 0; x < width; x++) {
            columns.transform(distance, x, width);
        }
        Envelope rows = new Envelope(width);
        for (int y = 0; y < height; y++) {
            rows.transform(distance, y * width, 1);
        }
        return distance;
    }

    /** One line: d(q) = min over p of (q - p)² + f(p). */
    private static final class Envelope {

        private final int length;
        private final double[] line;
        private final int[] apex;
        private final double[] from;

        Envelope(int length) {
            this.length = length;
            line = new double[length];
            apex = new int[length];
            from = new double[length + 1];
        }

        void transform(double[] values, int start, int stride) {
            for (int q = 0; q < length; q++) {
                line[q] = values[start + q * stride];
            }
            build();
            int parabola = 0;
            for (int q = 0; q < length; q++) {
                while (from[parabola + 1] < q) {
                    parabola++;
                }
                int offset = q - apex[parabola];
                values[start + q * stride] = offset * (double) offset + line[apex[parabola]];
            }
        }

        private void build() {
            Arrays.fill(from, Double.POSITIVE_INFINITY);
            from[0] = Double.NEGATIVE_INFINITY;
            apex[0] = 0;
            int last = 0;
            for (int q = 1; q < length; q++) {
                double meeting = meeting(q, apex[last]);
                while (meeting <= from[last]) {
                    last--;
                    meeting = meeting(q, apex[last]);
                }
                last++;
                apex[last] = q;
                from[last] = meeting;
                from[last + 1] = Double.POSITIVE_INFINITY;
            }
        }

        /** Where the parabola of q comes under that of an earlier p. */
        private double meeting(int q, int p) {
            return ((line[q] + (double) q * q) - (line[p] + (double) p * p)) / (2.0 * (q - p));
        }
    }
}
