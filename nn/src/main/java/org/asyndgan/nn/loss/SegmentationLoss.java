package org.asyndgan.nn.loss;

import org.asyndgan.nn.tensor.FloatTensor;

/**
 * w_CE · cross-entropy + w_D · (1 - mean soft Dice of the classes above 0), over logits [B, K, H, W].
 *
 * <p>Cross-entropy is the mean over pixels; Dice of class k is (2 Σ p t + 1) / (Σ p + Σ t + 1) over
 * all pixels of the batch, p being the softmax and t the one-hot truth.
 *
 * @param crossEntropyWeight w_CE, at least 0
 * @param diceWeight w_D, at least 0
 */
public record SegmentationLoss(double crossEntropyWeight, double diceWeight) {

    /** Cross-entropy and Dice in equal parts. */
    public static final SegmentationLoss BALANCED = new SegmentationLoss(1, 1);

    /** @param truth class index of every pixel, [B, H, W], row-major */
    public double value(FloatTensor logits, byte[] truth) {
        return evaluate(logits, truth, new double[logits.size()]);
    }

    /** ∂/∂logits of {@link #value}, [B, K, H, W]. */
    public FloatTensor gradient(FloatTensor logits, byte[] truth) {
        double[] slopes = new double[logits.size()];
        evaluate(logits, truth, slopes);
        float[] gradient = new float[slopes.length];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = (float) slopes[i];
        }
        return FloatTensor.adopt(gradient, logits.shape());
    }

    private double evaluate(FloatTensor logits, byte[] truth, double[] slopes) {
        int classes = logits.dim(1);
        int plane = logits.size() / logits.dim(0) / classes;
        int pixels = logits.dim(0) * plane;
        double[] p = new double[logits.size()];
        double[] overlap = new double[classes];
        double[] area = new double[classes];
        double entropy = 0;
        for (int pixel = 0; pixel < pixels; pixel++) {
            int at = pixel / plane * classes * plane + pixel % plane;
            softmax(logits, at, plane, classes, p);
            int target = truth[pixel];
            entropy -= Math.log(Math.max(p[at + target * plane], Double.MIN_NORMAL));
            overlap[target] += p[at + target * plane];
            area[target] += 1;
            for (int k = 0; k < classes; k++) {
                area[k] += p[at + k * plane];
            }
        }
        double dice = 0;
        for (int k = 1; k < classes; k++) {
            dice += (2 * overlap[k] + 1) / (area[k] + 1) / (classes - 1);
        }
        double[] slopeOfP = new double[classes];
        for (int pixel = 0; pixel < pixels; pixel++) {
            int at = pixel / plane * classes * plane + pixel % plane;
            double mean = 0;
            for (int k = 0; k < classes; k++) {
                double hit = truth[pixel] == k ? 1 : 0;
                slopeOfP[k] = k == 0
                        ? 0
                        : -diceWeight
                                * (2 * hit * (area[k] + 1) - (2 * overlap[k] + 1))
                                / ((area[k] + 1) * (area[k] + 1) * (classes - 1));
                mean += slopeOfP[k] * p[at + k * plane];
            }
            for (int k = 0; k < classes; k++) {
                double hit = truth[pixel] == k ? 1 : 0;
                double q = p[at + k * plane];
                slopes[at + k * plane] = crossEntropyWeight * (q - hit) / pixels + q * (slopeOfP[k] - mean);
            }
        }
        return crossEntropyWeight * entropy / pixels + diceWeight * (1 - dice);
    }

    private static void softmax(FloatTensor logits, int at, int plane, int classes, double[] p) {
        double max = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < classes; k++) {
            max = Math.max(max, logits.at(at + k * plane));
        }
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            p[at + k * plane] = Math.exp(logits.at(at + k * plane) - max);
            sum += p[at + k * plane];
        }
        for (int k = 0; k < classes; k++) {
            p[at + k * plane] /= sum;
        }
    }
}
