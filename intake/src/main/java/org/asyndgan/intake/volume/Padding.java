package org.asyndgan.intake.volume;

import java.util.Optional;

/**
 * What scanners and converters fill in where nothing was measured, if no header says so: -2000 and -32768, and both once a CT's
 * intercept of -1024 is added.
 *
 * <p>Such a value counts as padding only if it is the lowest of a volume and far below the next one.
 */
public final class Padding {

    private static final float[] USUAL = {-2000, -3024, -32768, -33792};
    private static final float FAR = 256;

    private Padding() {}

    /**
     * Puts NaN in the place of padding.
     *
     * @return the values it had, if any
     */
    public static Optional<String> clear(float[] voxels) {
        StringBuilder cleared = new StringBuilder();
        Optional<Float> value = lowest(voxels);
        while (value.isPresent()) {
            for (int i = 0; i < voxels.length; i++) {
                voxels[i] = voxels[i] == value.get() ? Float.NaN : voxels[i];
            }
            cleared.append(cleared.isEmpty() ? "" : ", ").append(Math.round(value.get()));
            value = lowest(voxels);
        }
        return cleared.isEmpty() ? Optional.empty() : Optional.of(cleared.toString());
    }

    private static Optional<Float> lowest(float[] voxels) {
        float lowest = Float.POSITIVE_INFINITY;
        float next = Float.POSITIVE_INFINITY;
        for (float voxel : voxels) {
            if (voxel < lowest) {
                next = lowest;
                lowest = voxel;
            } else if (voxel > lowest && voxel < next) {
                next = voxel;
            }
        }
        for (float usual : USUAL) {
            if (lowest == usual && next - lowest > FAR && next < Float.POSITIVE_INFINITY) {
                return Optional.of(lowest);
            }
        }
        return Optional.empty();
    }
}
