package org.asyndgan.nn.layer;

/**
 * Sums over stretches of an array, accurate and fast.
 *
 * <p>Eight running sums keep the processor's adders busy (a single one is a chain of dependent
 * additions); blocks of 512 are added up in double, so that the error does not grow with the length.
 */
final class Rows {

    private static final int BLOCK = 512;

    private Rows() {}

    /** Σ xᵢ over {@code length} elements. */
    static double sum(float[] x, int from, int length) {
        double total = 0;
        for (int start = from; start < from + length; start += BLOCK) {
            total += blockSum(x, start, Math.min(start + BLOCK, from + length));
        }
        return total;
    }

    private static double blockSum(float[] x, int from, int to) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float h = 0;
        int i = from;
        for (; i <= to - 8; i += 8) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
            e += x[i + 4];
            f += x[i + 5];
            g += x[i + 6];
            h += x[i + 7];
        }
        for (; i < to; i++) {
            a += x[i];
        }
        return (double) (a + b) + (c + d) + ((double) (e + f) + (g + h));
    }

    /** Σ (xᵢ − centre) · (yᵢ) over {@code length} elements from the same position of both. */
    static double centredDot(float[] x, float centre, float[] y, int from, int length) {
        double total = 0;
        for (int start = from; start < from + length; start += BLOCK) {
            total += blockCentredDot(x, centre, y, start, Math.min(start + BLOCK, from + length));
        }
        return total;
    }

    private static double blockCentredDot(float[] x, float centre, float[] y, int from, int to) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = from;
        for (; i <= to - 4; i += 4) {
            a += (x[i] - centre) * y[i];
            b += (x[i + 1] - centre) * y[i + 1];
            c += (x[i + 2] - centre) * y[i + 2];
            d += (x[i + 3] - centre) * y[i + 3];
        }
        for (; i < to; i++) {
            a += (x[i] - centre) * y[i];
        }
        return (double) (a + b) + (c + d);
    }

    /** Σ (xᵢ − centre)² over {@code length} elements. */
    static double centredSquares(float[] x, float centre, int from, int length) {
        double total = 0;
        for (int start = from; start < from + length; start += BLOCK) {
            total += blockCentredSquares(x, centre, start, Math.min(start + BLOCK, from + length));
        }
        return total;
    }

    private static double blockCentredSquares(float[] x, float centre, int from, int to) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = from;
        for (; i <= to - 4; i += 4) {
            float p = x[i] - centre;
            float q = x[i + 1] - centre;
            float r = x[i + 2] - centre;
            float s = x[i + 3] - centre;
            a += p * p;
            b += q * q;
            c += r * r;
            d += s * s;
        }
        for (; i < to; i++) {
            float p = x[i] - centre;
            a += p * p;
        }
        return (double) (a + b) + (c + d);
    }
}
