package org.asyndgan.core.site;

/**
 * How often a site measures how far the synthetic images are from its own.
 *
 * @param every answers between two measurements; 0 for none ever
 * @param over how many of the newest synthetic images, at least 2
 */
public record ImageDistanceSettings(long every, int over) {

    /** Nothing is measured. */
    public static final ImageDistanceSettings NEVER = new ImageDistanceSettings(0, 2);

    /** Often enough for a run of some hundred steps. */
    public static final ImageDistanceSettings USUAL = new ImageDistanceSettings(25, 64);

    public ImageDistanceSettings {
        if (every < 0 || over < 2) {
            throw new IllegalArgumentException(
                    "judge-every " + every + " must be at least 0, judge-over " + over + " at least 2");
        }
    }
}
