package org.asyndgan.intake.volume;

/** Arithmetic of points and directions in space, [3], mm. */
public final class Vector {

    private Vector() {}

    public static double[] minus(double[] a, double[] b) {
        return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    }

    /** a + n · b. */
    public static double[] plus(double[] a, double n, double[] b) {
        return new double[] {a[0] + n * b[0], a[1] + n * b[1], a[2] + n * b[2]};
    }

    public static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    public static double length(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    static double cosine(double[] a, double[] b) {
        return dot(a, b) / (length(a) * length(b));
    }

    /** The direction of length 1 that is perpendicular to both. */
    public static double[] normal(double[] a, double[] b) {
        double[] cross = {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
        double length = length(cross);
        return new double[] {cross[0] / length, cross[1] / length, cross[2] / length};
    }
}
