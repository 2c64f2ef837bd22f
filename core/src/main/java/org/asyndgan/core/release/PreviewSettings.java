package org.asyndgan.core.release;

import org.asyndgan.core.protocol.Preview;

/**
 * When previews are drawn, and how many.
 *
 * @param every steps between two previews; 0 for none
 * @param most probes of the run, 1 … {@link Preview#MOST}
 */
public record PreviewSettings(long every, int most) {

    private static final long LOOKS = 100;
    private static final int PROBES = 8;

    /** None are drawn. */
    public static final PreviewSettings NONE = new PreviewSettings(0, Preview.MOST);

    /** Enough of a run of at most so many steps for it to be told when it has converged: some images, each hundredth of it. */
    public static PreviewSettings toDecide(long steps) {
        return new PreviewSettings(Math.max(1, steps / LOOKS), PROBES);
    }

    public PreviewSettings {
        if (every < 0 || most < 1 || most > Preview.MOST) {
            throw new IllegalArgumentException(
                    "preview-every " + every + " must be at least 0, and previews " + most + " in 1 … " + Preview.MOST);
        }
    }

    /** Says whether previews belong to a step: the first one, and every so many. */
    public boolean isDue(long step) {
        return every > 0 && (step == 1 || step % every == 0);
    }
}
