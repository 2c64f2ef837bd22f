package org.asyndgan.imaging.image;

/**
 * The samples of an image that become black and white: low is -1, high is 1, and what lies beyond is clipped.
 *
 * @param low sample that becomes -1
 * @param high sample that becomes 1; an image in which it is not above {@code low} becomes -1 and 1 alone
 */
public record IntensityWindow(int low, int high) {

    /** A sample as networks see it, in [-1, 1]. */
    public float of(int sample) {
        double value = (sample - low) * (2.0 / Math.max(1, high - low)) - 1;
        return (float) Math.max(-1, Math.min(1, value));
    }
}
