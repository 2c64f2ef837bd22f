package org.asyndgan.core.release;

import org.asyndgan.core.folding.SiteWeighting;
import org.asyndgan.core.protocol.GeneratorVersion;

/**
 * The weights that releases are drawn with: a moving average of the generator's own, or what that was at its best step.
 *
 * <p>Part of the generator's state. Not thread-safe.
 */
public final class ReleaseWeights {

    private final double averaging;
    private final GeneratorScore score;
    private float[] average;
    private float[] newest;

    /**
     * @param initial weights of the generator
     * @param averaging decay of the exponential moving average, in [0, 1); 0 releases the generator's own weights
     * @param weighting of the sites, π
     */
    public ReleaseWeights(float[] initial, double averaging, SiteWeighting weighting) {
        this.averaging = averaging;
        this.score = new GeneratorScore(weighting);
        this.average = initial.clone();
        this.newest = initial;
    }

    /** Follows the generator by a step. */
    public void follow(float[] weights) {
        newest = weights;
        for (int i = 0; i < weights.length; i++) {
            average[i] = (float) (averaging * average[i] + (1 - averaging) * weights[i]);
        }
    }

    /** The weights that a release of today's step is drawn with. */
    public float[] today() {
        return averaging > 0 ? average : newest;
    }

    /** The weights that a release of this choice is drawn with. */
    public float[] of(ReleaseChoice choice) {
        return choice == ReleaseChoice.BEST
                ? score.best().map(BestWeights::weights).orElse(today())
                : today();
    }

    /**
     * The version that these weights are of.
     *
     * @param today version of the generator
     */
    public GeneratorVersion version(ReleaseChoice choice, GeneratorVersion today) {
        return choice == ReleaseChoice.BEST
                ? score.best().map(BestWeights::version).orElse(today)
                : today;
    }

    /** How far the sites find the generator's images from their own. */
    public GeneratorScore score() {
        return score;
    }

    /** The moving average of all weights so far. */
    public float[] average() {
        return average;
    }

    /**
     * Goes on from what a snapshot holds.
     *
     * @param weights of the generator
     */
    public void restore(float[] weights, float[] averaged) {
        newest = weights;
        average = averaged.clone();
    }
}
