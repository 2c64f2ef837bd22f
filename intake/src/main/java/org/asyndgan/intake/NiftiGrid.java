package org.asyndgan.intake;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where the voxels of a NIfTI volume lie, and which of them lie on a slice of a DICOM series.
 *
 * <p>x_world = M · (i, j, k) + t, x to the right, y to the front, z to the head, in mm, from the sform or, where there
 * is none, from the qform (nifti1.h). DICOM counts x and y the other way round.
 */
final class NiftiGrid {

    private static final int AXES = 3;

    /** Below it a² is what is left of rounding, and its root would turn the volume; so in nifti1_io.c. */
    private static final double HALF_TURN = 1e-7;

    private final int[] size;
    private final double[][] toVoxel;
    private final double[] origin;

    private NiftiGrid(int[] size, double[][] toVoxel, double[] origin) {
        this.size = size;
        this.toVoxel = toVoxel;
        this.origin = origin;
    }

    /**
     * @param header 348 bytes
     * @return nothing if the header does not say where the voxels lie
     */
    static Optional<NiftiGrid> of(ByteBuffer header, int width, int height, int depth) {
        double[][] toWorld = new double[AXES][AXES];
        double[] origin = new double[AXES];
        if (header.getShort(254) > 0) {
            for (int row = 0; row < AXES; row++) {
                for (int column = 0; column < AXES; column++) {
                    toWorld[row][column] = header.getFloat(280 + 16 * row + 4 * column);
                }
                origin[row] = header.getFloat(280 + 16 * row + 4 * AXES);
            }
        } else if (header.getShort(252) > 0) {
            toWorld = turned(header);
            for (int row = 0; row < AXES; row++) {
                origin[row] = header.getFloat(268 + 4 * row);
            }
        }
        double[][] toVoxel = inverse(toWorld);
        boolean isKnown = Arrays.stream(toVoxel).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
        return isKnown
                ? Optional.of(new NiftiGrid(new int[] {width, height, depth}, toVoxel, origin))
                : Optional.empty();
    }

    /** The rotation of the qform's quaternion (a, b, c, d), times the size of a voxel. */
    private static double[][] turned(ByteBuffer header) {
        double b = header.getFloat(256);
        double c = header.getFloat(260);
        double d = header.getFloat(264);
        double a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d));
        if (a * a < HALF_TURN) {
            double length = Math.sqrt(b * b + c * c + d * d);
            a = 0;
            b /= length;
            c /= length;
            d /= length;
        }
        double[][] rotation = {
            {a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)},
            {2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)},
            {2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c}
        };
        for (double[] row : rotation) {
            for (int column = 0; column < AXES; column++) {
                row[column] *= header.getFloat(80 + 4 * column);
            }
            row[2] *= header.getFloat(76) < 0 ? -1 : 1;
        }
        return rotation;
    }

    /** By cofactors; not finite where there is none. */
    private static double[][] inverse(double[][] m) {
        double[][] inverse = new double[AXES][AXES];
        for (int row = 0; row < AXES; row++) {
            for (int column = 0; column < AXES; column++) {
                int r1 = (column + 1) % AXES;
                int r2 = (column + 2) % AXES;
                int c1 = (row + 1) % AXES;
                int c2 = (row + 2) % AXES;
                inverse[row][column] = m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1];
            }
        }
        double determinant = m[0][0] * inverse[0][0] + m[0][1] * inverse[1][0] + m[0][2] * inverse[2][0];
        for (double[] row : inverse) {
            for (int column = 0; column < AXES; column++) {
                row[column] /= determinant;
            }
        }
        return inverse;
    }

    /**
     * The voxels under the pixels of a slice.
     *
     * @return [H · W] places in the volume, whose first axis runs fastest; nothing unless the slice is a whole layer of
     *     it, with the axes in any order and direction
     */
    Optional<int[]> under(DicomPlane plane, int width, int height) {
        double[] exact = voxel(plane.at(0, 0));
        int[] first = nearest(exact);
        Optional<int[]> across = step(first, voxel(plane.at(width - 1, 0)), width);
        Optional<int[]> down = step(first, voxel(plane.at(0, height - 1)), height);
        if (!isNear(first, exact) || across.isEmpty() || down.isEmpty()) {
            return Optional.empty();
        }
        int[] stride = {1, size[0], size[0] * size[1]};
        int[] voxels = new int[width * height];
        for (int axis = 0; axis < AXES; axis++) {
            int right = across.get()[axis];
            int below = down.get()[axis];
            int last = first[axis] + (width - 1) * right + (height - 1) * below;
            if (right * below != 0 || !isInside(first[axis], axis) || !isInside(last, axis)) {
                return Optional.empty();
            }
            for (int p = 0; p < voxels.length; p++) {
                voxels[p] += stride[axis] * (first[axis] + p % width * right + p / width * below);
            }
        }
        return Optional.of(voxels);
    }

    private double[] voxel(double[] dicom) {
        double[] apart = {-dicom[0] - origin[0], -dicom[1] - origin[1], dicom[2] - origin[2]};
        double[] voxel = new double[AXES];
        for (int row = 0; row < AXES; row++) {
            for (int column = 0; column < AXES; column++) {
                voxel[row] += toVoxel[row][column] * apart[column];
            }
        }
        return voxel;
    }

    private static int[] nearest(double[] voxel) {
        return Arrays.stream(voxel).mapToInt(x -> (int) Math.round(x)).toArray();
    }

    private static boolean isNear(int[] whole, double[] exact) {
        for (int axis = 0; axis < AXES; axis++) {
            if (!(Math.abs(whole[axis] - exact[axis]) <= DicomSeries.TOLERANCE)) {
                return false;
            }
        }
        return true;
    }

    /** From one pixel to the next on the way to the last, if that is from voxel to voxel along the whole of an axis. */
    private Optional<int[]> step(int[] first, double[] exactLast, int pixels) {
        int[] last = nearest(exactLast);
        int[] step = new int[AXES];
        int axes = 0;
        for (int axis = 0; axis < AXES; axis++) {
            int way = last[axis] - first[axis];
            step[axis] = Integer.signum(way);
            axes += Math.abs(step[axis]);
            if (way != 0 && (Math.abs(way) != pixels - 1 || size[axis] != pixels)) {
                return Optional.empty();
            }
        }
        return axes == 1 && isNear(last, exactLast) ? Optional.of(step) : Optional.empty();
    }

    private boolean isInside(int place, int axis) {
        return place >= 0 && place < size[axis];
    }
}
