package org.asyndgan.intake.volume;

import java.util.List;

/**
 * The voxels of a NIfTI file or a DICOM series, and where they lie.
 *
 * @param geometry where they lie; if the file does not say, voxels as they are stored, which only voxels of the same kind
 *     of file that do not say either are put to
 * @param isPlaced whether the file says where they lie
 * @param sliceAxis the axis along which the acquisition's slices follow one another
 * @param isInverted whether the smallest value is shown white
 * @param rounding how far whole numbers may be off because of how the file stores them
 * @param voxels i runs fastest, then j, then k; in any unit, NaN where nothing was measured
 * @param remarks what whoever imports should know of the file, in sentences
 */
@SuppressWarnings("ArrayRecordComponent") // handed from reader to writer, never compared
public record Volume(
        Geometry geometry,
        boolean isPlaced,
        int sliceAxis,
        boolean isInverted,
        double rounding,
        float[] voxels,
        List<String> remarks) {

    /**
     * One picture of the voxels.
     *
     * @param order how columns, rows and slices run along i, j and k
     * @return [rows · columns], row-major
     */
    public float[] slice(AxisOrder order, int z) {
        int[] stride = {1, geometry.size(0), geometry.size(0) * geometry.size(1)};
        int[] size = new int[3];
        int[] step = new int[3];
        int first = 0;
        for (int n = 0; n < 3; n++) {
            int axis = order.axis(n);
            size[n] = geometry.size(axis);
            step[n] = order.isReversed(n) ? -stride[axis] : stride[axis];
            first += order.isReversed(n) ? (size[n] - 1) * stride[axis] : 0;
        }
        float[] slice = new float[size[0] * size[1]];
        for (int p = 0; p < slice.length; p++) {
            slice[p] = voxels[first + p % size[0] * step[0] + p / size[0] * step[1] + z * step[2]];
        }
        return slice;
    }
}
