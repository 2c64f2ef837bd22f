package org.asyndgan.core.folding;

import java.time.Duration;

/**
 * How gradients are folded.
 *
 * @param weighting of the sites, π
 * @param maxLag steps by which a gradient may be late; in sync mode 0 is meant and nothing else
 * @param lagExponent α of (1 + lag)^-α; 0 counts late gradients in full
 * @param inFlight batches a site may have unanswered; more hides the network's round trip and adds lag
 * @param quorum sites that must have answered before a sync step once the deadline is over
 * @param deadline after which a sync step goes on with the quorum; counts from the last record that stepped or drew
 *     batches
 * @param silence without a sign of life after which a site gets no more batches
 * @param maxGradientNorm Euclidean norm over a whole batch above which an answer is faulty
 * @param faultsUntilSuspended faulty answers in a row after which a site is refused
 * @param siteCap times the median site's norm that a site's parameter gradient counts at most, both for one unit of
 *     weight; 0 for no cap
 */
public record FoldSettings(
        FoldMode mode,
        SiteWeighting weighting,
        long maxLag,
        double lagExponent,
        int inFlight,
        int quorum,
        Duration deadline,
        Duration silence,
        double maxGradientNorm,
        int faultsUntilSuspended,
        double siteCap) {

    private static final double MOST_USUAL_CAP = 2;

    /** What a run uses where nothing else is asked for; its cap is that of five sites or more. */
    public static final FoldSettings ASYNC = new FoldSettings(
            FoldMode.ASYNC,
            SiteWeighting.IMAGES,
            64,
            0.5,
            2,
            1,
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            100,
            5,
            MOST_USUAL_CAP);

    public FoldSettings {
        if (maxLag < 0 || !(lagExponent >= 0)) {
            throw new IllegalArgumentException("max-lag " + maxLag + " and lag-exponent " + lagExponent
                    + " must not be negative; max-lag 0 folds only answers to the newest weights");
        }
        if (inFlight < 1 || (mode == FoldMode.SYNC && inFlight != 1)) {
            throw new IllegalArgumentException("in-flight " + inFlight + " does not go with mode " + mode
                    + "; it must be at least 1, and exactly 1 in sync mode");
        }
        if (quorum < 1) {
            throw new IllegalArgumentException("Quorum " + quorum + " is too small; it must be at least 1 site");
        }
        if (!(maxGradientNorm > 0) || faultsUntilSuspended < 1) {
            throw new IllegalArgumentException("max-gradient-norm " + maxGradientNorm + " and faults-until-suspended "
                    + faultsUntilSuspended + " must be above 0");
        }
        if (!(siteCap == 0 || siteCap >= 1)) {
            throw new IllegalArgumentException("site-cap " + siteCap + " must be at least 1, because below it shortens"
                    + " the median site too, or 0 for no cap");
        }
    }

    /**
     * The cap in async mode where none is asked for: min(2, (n - 1) / 2), but at least 1, so that one site that pushes the other way weighs
     * at most half of what the others do together.
     *
     * @param sites of the run, n; among fewer than three nothing is shortened, whatever the cap
     */
    public static double usualSiteCap(int sites) {
        return Math.max(1, Math.min(MOST_USUAL_CAP, (sites - 1) / 2.0));
    }

    /** These settings for sync mode: one batch in flight, every late answer refused. */
    public FoldSettings sync(int requiredSites) {
        return new FoldSettings(
                FoldMode.SYNC,
                weighting,
                0,
                0,
                1,
                requiredSites,
                deadline,
                silence,
                maxGradientNorm,
                faultsUntilSuspended,
                siteCap);
    }

    /** These settings with another cap. */
    public FoldSettings withSiteCap(double cap) {
        return new FoldSettings(
                mode,
                weighting,
                maxLag,
                lagExponent,
                inFlight,
                quorum,
                deadline,
                silence,
                maxGradientNorm,
                faultsUntilSuspended,
                cap);
    }

    /** The policy that weighs every gradient. */
    StalenessPolicy staleness() {
        return StalenessPolicy.decaying(mode == FoldMode.SYNC ? 0 : maxLag, lagExponent);
    }
}
