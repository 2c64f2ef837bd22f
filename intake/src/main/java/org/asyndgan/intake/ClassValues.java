package org.asyndgan.intake;

import java.util.Locale;
import java.util.function.IntFunction;
import org.asyndgan.intake.file.IntakeException;

/**
 * Labels as whole numbers, the classes.
 *
 * <p>A file that stores scaled whole numbers, or floats, may miss them by a little: taken are values within half a stored
 * step plus 0.001, and never more than 0.05, of a whole number.
 */
final class ClassValues {

    private static final double OF_FLOATS = 1e-3;
    private static final double MOST = 0.05;

    /** What floats of 32 bits cannot help. */
    private static final double UNSAID = 1e-6;

    private ClassValues() {}

    /**
     * @param slice gives the values of one slice after another, [pixels]
     * @param step half of what the file's storage can tell apart
     * @param where the file, for messages
     * @throws IntakeException ADG-631 if a value is no class
     */
    static int[][] of(int slices, IntFunction<float[]> slice, double step, Object where, Findings findings) {
        double tolerance = Math.min(MOST, step + OF_FLOATS);
        int[][] classes = new int[slices][];
        double farthest = 0;
        for (int z = 0; z < slices; z++) {
            float[] values = slice.apply(z);
            classes[z] = new int[values.length];
            for (int i = 0; i < values.length; i++) {
                float value = values[i];
                int whole = Math.round(value);
                if (!(Math.abs(value - whole) <= tolerance) || whole < 0 || whole > Character.MAX_VALUE) {
                    throw refused(value, tolerance, where);
                }
                classes[z][i] = whole;
                farthest = Math.max(farthest, Math.abs(value - whole));
            }
        }
        if (farthest > UNSAID) {
            findings.facts()
                    .add(String.format(
                            Locale.ROOT, "labels of %s rounded to whole numbers, by up to %.5f", where, farthest));
        }
        return classes;
    }

    private static IntakeException refused(float value, double tolerance, Object where) {
        return new IntakeException(
                "ADG-631",
                String.format(
                        Locale.ROOT,
                        "The labels in %s hold %s, but a label is a whole number of 0 to 65535, its class (%.3f off at"
                                + " most). Save them as whole numbers without a scale, resampled by nearest neighbour.",
                        where,
                        value,
                        tolerance));
    }
}
