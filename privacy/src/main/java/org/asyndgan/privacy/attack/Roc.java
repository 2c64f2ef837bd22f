package org.asyndgan.privacy.attack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * How well scores tell members from others: who scores above a threshold is called a member.
 *
 * <p>Intervals are of 95 %: DeLong's for the area (DeLong, DeLong and Clarke-Pearson 1988), Clopper and Pearson's for the
 * rate. Both take the scores for independent of each other, so score each patient once. Immutable.
 */
public final class Roc {

    private static final double NORMAL_QUANTILE = 1.959964;
    private static final double TAIL = 0.025;

    private final double[] members;
    private final double[] others;

    private Roc(double[] members, double[] others) {
        this.members = members;
        this.others = others;
    }

    /** @param members scores of those who were in, at least 2; so of the others */
    public static Roc of(double[] members, double[] others) {
        if (members.length < 2 || others.length < 2) {
            throw new IllegalArgumentException(members.length + " members and " + others.length
                    + " others are too few to tell apart; both must be at least 2");
        }
        double[] in = members.clone();
        double[] out = others.clone();
        Arrays.sort(in);
        Arrays.sort(out);
        return new Roc(in, out);
    }

    /** Area under the curve: the probability that a member scores higher than another, ties counting half. */
    public Estimate auc() {
        double[] above = placements(members, others);
        double[] below = placements(others, members);
        double area = mean(above);
        double deviation =
                Math.sqrt(variance(above, area) / members.length + variance(below, 1 - area) / others.length);
        return new Estimate(
                area, Math.max(0, area - NORMAL_QUANTILE * deviation), Math.min(1, area + NORMAL_QUANTILE * deviation));
    }

    /** For each score the share of the others that are lower. */
    private static double[] placements(double[] scores, double[] others) {
        double[] shares = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            double lower = 0;
            for (double other : others) {
                lower += other < scores[i] ? 1 : other == scores[i] ? 0.5 : 0;
            }
            shares[i] = lower / others.length;
        }
        return shares;
    }

    private static double mean(double[] numbers) {
        return Arrays.stream(numbers).average().orElseThrow();
    }

    private static double variance(double[] numbers, double mean) {
        return Arrays.stream(numbers).map(one -> (one - mean) * (one - mean)).sum() / (numbers.length - 1);
    }

    /** The share of members found at the lowest threshold with at most so many false alarms among the others. */
    public Estimate truePositives(double falsePositives) {
        int allowed = (int) Math.floor(falsePositives * others.length + 1e-9);
        double threshold = allowed >= others.length ? Double.NEGATIVE_INFINITY : others[others.length - 1 - allowed];
        long found = Arrays.stream(members).filter(score -> score > threshold).count();
        return new Estimate(
                (double) found / members.length,
                found == 0
                        ? 0
                        : new BetaDistribution(found, members.length - found + 1.0).inverseCumulativeProbability(TAIL),
                found == members.length
                        ? 1
                        : new BetaDistribution(found + 1.0, (double) members.length - found)
                                .inverseCumulativeProbability(1 - TAIL));
    }

    /** The curve, from (0, 0) to (1, 1). */
    public List<Point> points() {
        List<Point> points = new ArrayList<>();
        points.add(new Point(0, 0));
        double[] thresholds = Arrays.stream(new double[][] {members, others})
                .flatMapToDouble(Arrays::stream)
                .distinct()
                .sorted()
                .toArray();
        for (int i = thresholds.length - 1; i >= 0; i--) {
            points.add(new Point(share(others, thresholds[i]), share(members, thresholds[i])));
        }
        return points;
    }

    private static double share(double[] scores, double threshold) {
        return (double) Arrays.stream(scores)
                        .filter(score -> score >= threshold)
                        .count()
                / scores.length;
    }

    /** Members scored. */
    public int members() {
        return members.length;
    }

    /** Others scored. */
    public int others() {
        return others.length;
    }

    /**
     * A number and its interval of 95 %.
     *
     * @param low at most the value
     * @param high at least the value
     */
    public record Estimate(double value, double low, double high) {}

    /** Both in [0, 1]. */
    public record Point(double falsePositives, double truePositives) {}
}
