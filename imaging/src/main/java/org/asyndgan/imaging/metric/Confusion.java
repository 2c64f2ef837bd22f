package org.asyndgan.imaging.metric;

/**
 * Pixels by what they are and what they were taken for.
 *
 * @param truePositive foreground found
 * @param falsePositive background taken for foreground
 * @param falseNegative foreground missed
 * @param trueNegative background left alone
 */
public record Confusion(long truePositive, long falsePositive, long falseNegative, long trueNegative) {

    public static final Confusion NOTHING = new Confusion(0, 0, 0, 0);

    /** Counts the pixels of one image; the masks have equal length. */
    static Confusion of(boolean[] truth, boolean[] prediction) {
        long[] counts = new long[4];
        for (int p = 0; p < truth.length; p++) {
            counts[(truth[p] ? 2 : 0) + (prediction[p] ? 1 : 0)]++;
        }
        return new Confusion(counts[3], counts[1], counts[2], counts[0]);
    }

    Confusion plus(Confusion other) {
        return new Confusion(
                truePositive + other.truePositive,
                falsePositive + other.falsePositive,
                falseNegative + other.falseNegative,
                trueNegative + other.trueNegative);
    }

    /** 2 TP / (2 TP + FP + FN) in [0, 1]; 1 where neither truth nor prediction has foreground. */
    public double dice() {
        return ratio(2 * truePositive, 2 * truePositive + falsePositive + falseNegative);
    }

    /** TP / (TP + FN) in [0, 1]; 1 where the truth has no foreground to miss. */
    public double sensitivity() {
        return ratio(truePositive, truePositive + falseNegative);
    }

    /** TN / (TN + FP) in [0, 1]; 1 where the truth has no background to spoil. */
    public double specificity() {
        return ratio(trueNegative, trueNegative + falsePositive);
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 1 : (double) part / whole;
    }
}
