package org.asyndgan.core.release;

import java.util.OptionalInt;

/**
 * When a run releases, how much, and with which weights.
 *
 * @param samples pairs of a release; 0 releases one a mask
 * @param masks what is drawn where there are more samples than masks
 * @param every steps between releases while the generator learns; 0 releases once, at the end
 * @param choice which weights draw the last release; those before it are drawn with the last weights
 */
public record ReleaseSettings(int samples, ReleaseMasks masks, long every, ReleaseChoice choice) {

    public ReleaseSettings {
        if (samples < 0 || every < 0) {
            throw new IllegalArgumentException(
                    "release-samples " + samples + " and release-every " + every + " must be at least 0");
        }
        if (masks == ReleaseMasks.RECOMBINED && samples == 0) {
            throw new IllegalArgumentException("release-masks recombined is for the pairs beyond one a mask, and"
                    + " release-samples 0 releases none; set it to more pairs than the sites have masks");
        }
    }

    /** One release at the end of the run. */
    public static ReleaseSettings once(int samples, ReleaseMasks masks, ReleaseChoice choice) {
        return new ReleaseSettings(samples, masks, 0, choice);
    }

    /** Releases of a run of so many steps; the last one comes at its end, whether or not that is a multiple of the steps between. */
    public int releases(long steps) {
        return every == 0 ? 1 : Math.toIntExact((steps - 1) / every + 1);
    }

    /** The release that falls due with a step, from 1; nothing where none does before the end of the run. */
    public OptionalInt dueAt(long step, long steps) {
        boolean isDue = every > 0 && step > 0 && step < steps && step % every == 0;
        return isDue ? OptionalInt.of(Math.toIntExact(step / every)) : OptionalInt.empty();
    }
}
