package org.asyndgan.intake.nifti;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What the header of a NIfTI volume says.
 *
 * <p>After nifti1.h and nifti2.h of the NIfTI working group. The two versions hold the same fields at other places and
 * in other widths.
 *
 * @param dimensions [8], the number of axes and their lengths
 * @param type the code of how voxels are stored
 * @param offset of the first voxel in the file, bytes
 * @param slope of the scaling, as stored
 * @param intercept of the scaling, as stored
 * @param sliceAxis the axis of the slices as the scanner counted them, 0 … 2, if the header says
 * @param sform the affine [3][4] of the sform, in mm, if there is one
 * @param qform that of the qform, likewise
 * @param spacing [3], mm
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record NiftiHeader(
        long[] dimensions,
        int type,
        long offset,
        double slope,
        double intercept,
        Optional<Integer> sliceAxis,
        Optional<double[][]> sform,
        Optional<double[][]> qform,
        double[] spacing) {

    static final int LENGTH_1 = 348;
    static final int LENGTH_2 = 540;

    /** Below it a² is what is left of rounding, and its root would turn the volume; so in nifti1_io.c. */
    private static final double HALF_TURN = 1e-7;

    private static final double METRES = 1000;
    private static final double MICROMETRES = 0.001;

    /** @param header 348 bytes in the file's order */
    static NiftiHeader ofVersion1(ByteBuffer header) {
        long[] dimensions = new long[8];
        double[] pixdim = new double[8];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = header.getShort(40 + 2 * i);
            pixdim[i] = header.getFloat(76 + 4 * i);
        }
        return of(
                dimensions,
                pixdim,
                header.getShort(70),
                (long) header.getFloat(108),
                new double[] {header.getFloat(112), header.getFloat(116)},
                new int[] {header.get(39), header.get(123), header.getShort(254), header.getShort(252)},
                floats(header, 280, 12),
                floats(header, 256, 6));
    }

    /** @param header 540 bytes in the file's order */
    static NiftiHeader ofVersion2(ByteBuffer header) {
        long[] dimensions = new long[8];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = header.getLong(16 + 8 * i);
        }
        return of(
                dimensions,
                doubles(header, 104, 8),
                header.getShort(12),
                header.getLong(168),
                doubles(header, 176, 2),
                new int[] {header.get(524), header.getInt(500), header.getInt(348), header.getInt(344)},
                doubles(header, 400, 12),
                doubles(header, 352, 6));
    }

    private static NiftiHeader of(
            long[] dimensions,
            double[] pixdim,
            int type,
            long offset,
            double[] scaling,
            int[] codes,
            double[] rows,
            double[] quaternion) {
        int slices = codes[0] >> 4 & 3;
        double unit =
                switch (codes[1] & 7) {
                    case 1 -> METRES;
                    case 3 -> MICROMETRES;
                    default -> 1;
                };
        double[] spacing = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            double stored = Math.abs(pixdim[axis + 1]) * unit;
            spacing[axis] = stored > 0 && Double.isFinite(stored) ? stored : 1;
        }
        return new NiftiHeader(
                dimensions,
                type,
                offset,
                scaling[0],
                scaling[1],
                slices == 0 ? Optional.empty() : Optional.of(slices - 1),
                codes[2] > 0 ? Optional.of(toPatient(affine(rows), unit)) : Optional.empty(),
                codes[3] > 0 ? Optional.of(toPatient(turned(quaternion, pixdim), unit)) : Optional.empty(),
                spacing);
    }

    private static double[] floats(ByteBuffer header, int at, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = header.getFloat(at + 4 * i);
        }
        return values;
    }

    private static double[] doubles(ByteBuffer header, int at, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = header.getDouble(at + 8 * i);
        }
        return values;
    }

    private static double[][] affine(double[] rows) {
        double[][] affine = new double[3][4];
        for (int i = 0; i < rows.length; i++) {
            affine[i / 4][i % 4] = rows[i];
        }
        return affine;
    }

    /** The rotation of the quaternion (a, b, c, d), times the size of a voxel, and the offset behind it. */
    private static double[][] turned(double[] quaternion, double[] pixdim) {
        double b = quaternion[0];
        double c = quaternion[1];
        double d = quaternion[2];
        double a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d));
        if (a * a < HALF_TURN) {
            double length = Math.sqrt(b * b + c * c + d * d);
            a = 0;
            b /= length;
            c /= length;
            d /= length;
        }
        double[][] affine = {
            {a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c), quaternion[3]},
            {2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b), quaternion[4]},
            {2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c, quaternion[5]}
        };
        for (double[] row : affine) {
            for (int column = 0; column < 3; column++) {
                row[column] *= pixdim[column + 1];
            }
            row[2] *= pixdim[0] < 0 ? -1 : 1;
        }
        return affine;
    }

    /** NIfTI counts x to the right and y to the front, DICOM to the left and to the back. */
    private static double[][] toPatient(double[][] affine, double unit) {
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 4; column++) {
                affine[row][column] *= row < 2 ? -unit : unit;
            }
        }
        return affine;
    }

    /**
     * Voxels as they are stored, for a header that does not say where they lie: columns as i counts, rows against j, so
     * that a head whose j runs to the front stands upright.
     */
    double[][] unplaced() {
        return new double[][] {{spacing[0], 0, 0, 0}, {0, -spacing[1], 0, 0}, {0, 0, spacing[2], 0}};
    }
}
