package org.asyndgan.core.convergence;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Says from its previews when the images of a run have stopped getting better.
 *
 * <p>It looks at how clearly what the masks outline can be seen in them, the mean over the sites of {@link Look#contrast}:
 * images have stopped getting better at step t if nothing of that is missing any more and the mean over (2t/3, t] is at most
 * {@value #GROWTH} times that over (t/3, 2t/3]. Both spans grow with the run, so that images which get better slowly have as
 * much patience as they have had steps. A function of the looks alone, so that a run that was killed decides as one that was
 * not. In a run that makes more than {@value #MOST_LOOKS} of them the earlier span is forgotten bit by bit, until it can no
 * longer be told whether the run has converged.
 */
public final class StoppingRule {

    /** Of the mean contrast from one third of a run to the next; below it the images get better no more. */
    static final double GROWTH = 1.05;

    /** Looks in each third; fewer are noise. */
    static final int LEAST_LOOKS = 3;

    /** Looks of a run at most, so that those of the two thirds that count are all kept. */
    public static final long MOST_LOOKS = Look.MOST * 3L / 2;

    private StoppingRule() {}

    /** @param looks of the run so far, the oldest first */
    public static boolean isConverged(List<Look> looks) {
        if (looks.isEmpty()) {
            return false;
        }
        Look newest = looks.get(looks.size() - 1);
        boolean isDrawn = !newest.contrast().isEmpty()
                && newest.contrast().values().stream().allMatch(contrast -> contrast >= Convergence.NOT_DRAWN);
        OptionalDouble before = meanOfThird(2, looks, newest.step());
        OptionalDouble after = meanOfThird(3, looks, newest.step());
        return isDrawn
                && before.isPresent()
                && after.isPresent()
                && after.getAsDouble() <= GROWTH * before.getAsDouble();
    }

    private static OptionalDouble meanOfThird(int third, List<Look> looks, long run) {
        List<Look> within = looks.stream()
                .filter(look -> 3 * look.step() > (third - 1) * run
                        && 3 * look.step() <= third * run
                        && !look.contrast().isEmpty())
                .toList();
        return within.size() < LEAST_LOOKS
                ? OptionalDouble.empty()
                : within.stream()
                        .mapToDouble(look -> look.contrast().values().stream()
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElseThrow())
                        .average();
    }
}
