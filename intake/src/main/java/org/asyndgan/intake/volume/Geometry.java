package org.asyndgan.intake.volume;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the voxels of a volume lie in the patient, whatever file they come from.
 *
 * <p>Coordinates are those of DICOM: x to the left, y to the back, z to the head, in mm. The voxel (i, j, k) lies at
 * corner_k + i · across + j · down. Slices have a corner each, since those of a DICOM series need not be equally far from
 * each other nor straight above each other (a tilted gantry); for NIfTI they follow from the affine. Immutable.
 */
public final class Geometry {

    /** How far a voxel of the labels may lie from the image's, as a part of the shortest edge of the image's voxels. */
    public static final double TOLERANCE = 0.1;

    /** The body's axes: to the left, to the back, to the head. */
    private static final double[][] BODY = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

    /** Spacings whose ratio is nearer to 1 are taken as equal. */
    private static final double SAME_SPACING = 0.01;

    private final int[] size;
    private final double[][] axes;
    private final double[][] corners;

    private Geometry(int[] size, double[][] axes, double[][] corners) {
        this.size = size;
        this.axes = axes;
        this.corners = corners;
    }

    /**
     * @param size [3] voxels along i, j and k
     * @param toPatient [3][4], takes (i, j, k, 1) to the patient
     */
    public static Geometry ofAffine(int[] size, double[][] toPatient) {
        double[][] columns = new double[4][3];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 4; column++) {
                columns[column][row] = toPatient[row][column];
            }
        }
        double[][] corners = new double[size[2]][];
        for (int k = 0; k < corners.length; k++) {
            corners[k] = Vector.plus(columns[3], k, columns[2]);
        }
        return new Geometry(size.clone(), Arrays.copyOf(columns, 3), corners);
    }

    /**
     * @param across [3], from a voxel to the next of its row
     * @param down [3], from a voxel to the next of its column
     * @param corners [slices][3], the first voxel of each slice
     * @param thickness of a slice, mm; counts only if there is but one
     */
    public static Geometry ofSlices(
            int width, int height, double[] across, double[] down, double[][] corners, double thickness) {
        int last = corners.length - 1;
        double[] through = last == 0
                ? Vector.plus(new double[3], thickness, Vector.normal(across, down))
                : Vector.plus(new double[3], 1.0 / last, Vector.minus(corners[last], corners[0]));
        return new Geometry(
                new int[] {width, height, corners.length},
                new double[][] {across.clone(), down.clone(), through},
                Arrays.stream(corners).map(double[]::clone).toArray(double[][]::new));
    }

    /** Voxels along an axis. */
    public int size(int axis) {
        return size[axis];
    }

    /** Whether the axes span a space, so that a voxel has a place. */
    public boolean isProper() {
        double volume = Vector.dot(Vector.normal(axes[0], axes[1]), axes[2]);
        return Double.isFinite(volume) && volume != 0 && Double.isFinite(Vector.length(corners[0]));
    }

    private double[] at(int[] voxel) {
        return Vector.plus(Vector.plus(corners[voxel[2]], voxel[0], axes[0]), voxel[1], axes[1]);
    }

    private double spacing(int axis) {
        return Vector.length(axes[axis]);
    }

    /** What a voxel may be off, mm; the thickness of a single slice does not count, since many files do not say it. */
    double tolerance() {
        double shortest = Math.min(spacing(0), spacing(1));
        for (int k = 1; k < corners.length; k++) {
            shortest = Math.min(shortest, Vector.length(Vector.minus(corners[k], corners[k - 1])));
        }
        return TOLERANCE * shortest;
    }

    /** How these axes run along those of another volume. */
    public AxisOrder along(Geometry other) {
        return AxisOrder.nearest(axes, other.axes);
    }

    /**
     * How the voxels of another volume fail to lie on those of this one.
     *
     * @param along how these axes run along the other's
     * @return completes the sentence "They differ in …"; nothing if they lie on each other within the tolerance
     */
    public Optional<String> differenceTo(Geometry other, AxisOrder along) {
        double tolerance = tolerance();
        for (int axis = 0; axis < 3; axis++) {
            if (size[axis] != other.size[along.axis(axis)]) {
                return Optional.of("size: " + voxels() + " and " + other.voxels() + " voxels");
            }
        }
        for (int axis = 0; axis < 3; axis++) {
            double off = Math.abs(spacing(axis) - other.spacing(along.axis(axis)));
            if (off * (size[axis] - 1) > tolerance) {
                return Optional.of("spacing: " + spacings() + " and " + other.spacings() + " mm");
            }
        }
        for (int axis = 0; axis < 3; axis++) {
            double angle = angle(axes[axis], other.axes[along.axis(axis)]);
            if (angle * spacing(axis) * (size[axis] - 1) > tolerance) {
                return Optional.of(text(
                        "direction: they are turned against each other by %.2f degrees", //
                        Math.toDegrees(angle)));
            }
        }
        double farthest = farthest(other, along);
        return farthest <= tolerance
                ? Optional.empty()
                : Optional.of(text("place: voxels that should be one lie %.2f mm apart", farthest));
    }

    /** Between two lines, 0 … π/2; by the chord, which tells small angles better than the cosine. */
    private static double angle(double[] a, double[] b) {
        double sign = Vector.dot(a, b) < 0 ? -1 : 1;
        double[] one = Vector.plus(new double[3], 1 / Vector.length(a), a);
        return 2 * Math.asin(Math.min(1, Vector.length(Vector.plus(one, -sign / Vector.length(b), b)) / 2));
    }

    /** The largest distance of voxels that should be one, mm; it is reached at a corner of a slice. */
    private double farthest(Geometry other, AxisOrder along) {
        double farthest = 0;
        for (int k = 0; k < size[2]; k++) {
            for (int corner = 0; corner < 4; corner++) {
                int[] here = {(corner & 1) * (size[0] - 1), (corner >> 1) * (size[1] - 1), k};
                int[] there = new int[3];
                for (int axis = 0; axis < 3; axis++) {
                    there[along.axis(axis)] = along.isReversed(axis) ? size[axis] - 1 - here[axis] : here[axis];
                }
                double apart = Vector.length(Vector.minus(at(here), other.at(there)));
                farthest = Math.max(farthest, apart);
            }
        }
        return farthest;
    }

    /**
     * The axis along which the acquisition's slices follow one another, as far as the voxels tell.
     *
     * <p>A single layer is a slice. Pixels are square far more often than voxels are cubes: of three spacings of which two
     * are equal, the third is that between slices; of three that differ, the largest. Where all are equal, nothing tells,
     * and the slices are axial.
     */
    public int sliceAxis() {
        for (int axis = 2; axis >= 0; axis--) {
            if (size[axis] == 1 && size[(axis + 1) % 3] > 1 && size[(axis + 2) % 3] > 1) {
                return axis;
            }
        }
        int equal = 0;
        int odd = 0;
        int largest = 2;
        for (int axis = 2; axis >= 0; axis--) {
            if (isSquareAcross(axis, SAME_SPACING)) {
                equal++;
                odd = axis;
            }
            largest = spacing(axis) > spacing(largest) ? axis : largest;
        }
        return switch (equal) {
            case 0 -> largest;
            case 1 -> odd;
            default -> sliceAxis(Plane.AXIAL);
        };
    }

    /** The axis along which slices of a plane follow one another. */
    public int sliceAxis(Plane plane) {
        return body().inverse().axis(plane.body().axis(2));
    }

    /** The plane of slices that follow one another along an axis. */
    public Plane plane(int sliceAxis) {
        return Plane.across(body().axis(sliceAxis));
    }

    /** How columns, rows and slices of the pictures run along the axes of the voxels. */
    public AxisOrder pictures(int sliceAxis) {
        return plane(sliceAxis).body().then(body().inverse());
    }

    private AxisOrder body() {
        return AxisOrder.nearest(axes, BODY);
    }

    /** Whether the pixels of slices that follow one another along an axis are square, but for a part of their edge. */
    public boolean isSquareAcross(int sliceAxis, double part) {
        double one = spacing((sliceAxis + 1) % 3);
        double other = spacing((sliceAxis + 2) % 3);
        return Math.abs(one - other) <= part * Math.max(one, other);
    }

    public String voxels() {
        return size[0] + " x " + size[1] + " x " + size[2];
    }

    public String spacings() {
        return text("%.3f x %.3f x %.3f", spacing(0), spacing(1), spacing(2));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
