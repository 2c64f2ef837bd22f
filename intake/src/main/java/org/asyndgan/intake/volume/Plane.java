package org.asyndgan.intake.volume;

import java.util.Locale;

/** The plane in which a patient is cut, named for the axis of the patient's body that is nearest to the slices' normal. */
public enum Plane {
    /** Slices from right to left; pictures with the front at the left and the head on top. */
    SAGITTAL,
    /** Slices from front to back; pictures with the patient's right at the left and the head on top. */
    CORONAL,
    /** Slices from the feet to the head; pictures with the patient's right at the left and the front on top. */
    AXIAL;

    /** The plane whose slices follow one another along an axis of the body: 0 to the left, 1 to the back, 2 to the head. */
    static Plane across(int bodyAxis) {
        return values()[bodyAxis];
    }

    /** How columns, rows and slices run along the axes of the body. */
    AxisOrder body() {
        return switch (this) {
            case SAGITTAL -> new AxisOrder(new int[] {1, 2, 0}, new boolean[] {false, true, false});
            case CORONAL -> new AxisOrder(new int[] {0, 2, 1}, new boolean[] {false, true, false});
            case AXIAL -> new AxisOrder(new int[] {0, 1, 2}, new boolean[] {false, false, false});
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
