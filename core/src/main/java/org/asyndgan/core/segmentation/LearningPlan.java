package org.asyndgan.core.segmentation;

/**
 * How the steps of a segmentation training are shared out over the releases of a run.
 *
 * <p>The releases before the last share {@code liveShare} of the steps evenly, the last one gets the rest. When a
 * release's steps are used up the next one replaces it, however long that takes to come; so which pairs a step sees
 * depends on the releases alone, never on who was faster.
 *
 * @param steps of the whole training
 * @param liveShare share of the steps before the last release, in [0, 1)
 */
public record LearningPlan(long steps, double liveShare) {

    public LearningPlan {
        if (steps < 1 || !(liveShare >= 0 && liveShare < 1)) {
            throw new IllegalArgumentException("segmentation steps " + steps + " must be at least 1, live-share "
                    + liveShare + " in [0, 1): the last release, from the best generator, needs steps too");
        }
    }

    /** The steps taken when a release is done with. */
    long end(int release, int releases) {
        return release >= releases ? steps : (long) (steps * liveShare * release / (releases - 1));
    }
}
