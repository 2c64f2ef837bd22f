package org.asyndgan.intake;

/**
 * Where a slice lies in the patient's coordinates of DICOM: x to the left, y to the back, z to the head, in mm.
 *
 * <p>Position and orientation are as the standard has them (PS3.3, C.7.6.2.1.1): the centre of the first pixel, and the
 * directions in which the columns and then the rows are counted; the spacing is given between rows first.
 */
final class DicomPlane {

    private static final int AXES = 3;

    private final double[] corner = new double[AXES];
    private final double[] across = new double[AXES];
    private final double[] down = new double[AXES];

    /**
     * @param position [3], mm
     * @param orientation [6], two directions of length 1
     * @param spacing [2], mm
     */
    DicomPlane(double[] position, double[] orientation, double[] spacing) {
        for (int axis = 0; axis < AXES; axis++) {
            corner[axis] = position[axis];
            across[axis] = orientation[axis] * spacing[1];
            down[axis] = orientation[AXES + axis] * spacing[0];
        }
    }

    /** Centre of a pixel, [3], mm. */
    double[] at(int column, int row) {
        double[] point = new double[AXES];
        for (int axis = 0; axis < AXES; axis++) {
            point[axis] = corner[axis] + column * across[axis] + row * down[axis];
        }
        return point;
    }

    /** Place along the normal of the slice, mm. */
    double height() {
        return dot(corner, normal());
    }

    private double[] normal() {
        double[] cross = new double[AXES];
        for (int axis = 0; axis < AXES; axis++) {
            int next = (axis + 1) % AXES;
            int last = (axis + 2) % AXES;
            cross[axis] = across[next] * down[last] - across[last] * down[next];
        }
        double length = Math.sqrt(dot(cross, cross));
        for (int axis = 0; axis < AXES; axis++) {
            cross[axis] /= length;
        }
        return cross;
    }

    /** The shorter side of a pixel, mm. */
    double pixel() {
        return Math.sqrt(Math.min(dot(across, across), dot(down, down)));
    }

    /** How far pixels of the same row and column lie apart at most once the first ones lie on each other, mm. */
    double turnedAgainst(DicomPlane other, int width, int height) {
        return farthest(other, width, height, difference(at(0, 0), other.at(0, 0)));
    }

    /** How far pixels of the same row and column lie apart at most if the height does not count, mm. */
    double offFrom(DicomPlane other, int width, int height) {
        double[] normal = normal();
        double risen = dot(difference(at(0, 0), other.at(0, 0)), normal);
        for (int axis = 0; axis < AXES; axis++) {
            normal[axis] *= risen;
        }
        return farthest(other, width, height, normal);
    }

    private double farthest(DicomPlane other, int width, int height, double[] moved) {
        double farthest = 0;
        for (int[] pixel : new int[][] {{0, 0}, {width - 1, 0}, {0, height - 1}, {width - 1, height - 1}}) {
            double[] apart = difference(difference(at(pixel[0], pixel[1]), other.at(pixel[0], pixel[1])), moved);
            farthest = Math.max(farthest, Math.sqrt(dot(apart, apart)));
        }
        return farthest;
    }

    private static double[] difference(double[] a, double[] b) {
        return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }
}
