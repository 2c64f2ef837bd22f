package org.asyndgan.nn.loss;

import org.asyndgan.nn.tensor.FloatTensor;

/**
 * Cross-entropy and soft Dice of logits [B, K, H, W] against one class a pixel.
 *
 * <p>With p = softmax of the logits over K, t the one-hot truth, N = B · H · W pixels:
 *
 * <ul>
 *   <li>cross-entropy = −(1/N) Σ log p of the true class;
 *   <li>Dice = 1 − (1 / (K − 1)) Σₖ (2 Σ pₖtₖ + s) / (Σ pₖ + Σ tₖ + s), sums over all pixels of the
 *       batch, the background (class 0) left out, s = 1 so that an absent class that is nowhere
 *       predicted costs nothing (Milletari et al. 2016, with the plain denominator).
 * </ul>
 *
 * @param crossEntropy weight of the cross-entropy, at least 0
 * @param dice weight of the Dice loss, at least 0
 */
public record SegmentationLoss(double crossEntropy, double dice) {

    /** Both in equal parts. */
    public static final SegmentationLoss BOTH = new SegmentationLoss(1, 1);

    private static final double SMOOTHING = 1;

    public SegmentationLoss {
        if (!(crossEntropy >= 0 && dice >= 0 && crossEntropy + dice > 0)) {
            throw new IllegalArgumentException("The weights of cross-entropy and Dice, " + crossEntropy + " and " + dice
                    + ", must not be negative, and not both 0");
        }
    }

    /**
     * A loss and its gradient.
     *
     * @param gradient with respect to the logits, shaped like them
     */
    public record Result(double value, FloatTensor gradient) {}

    /**
     * Judges a batch.
     *
     * @param classes the true class of each pixel, 0 … K − 1, in the order [B, H, W]
     */
    public Result evaluate(FloatTensor logits, int[] classes) {
        return new Evaluation(logits, classes).result();
    }

    /** One batch being judged. */
    private final class Evaluation {

        private final FloatTensor logits;
        private final int[] classes;
        private final int classCount;
        private final int plane;
        private final double[] probabilities;

        Evaluation(FloatTensor logits, int[] classes) {
            if (logits.rank() != 4 || logits.dim(1) < 2 || classes.length != logits.size() / logits.dim(1)) {
                throw new IllegalArgumentException("Logits " + logits + " must be [B, K, H, W] with at least 2 classes"
                        + " and one true class a pixel, but " + classes.length + " were given");
            }
            this.logits = logits;
            this.classes = classes;
            this.classCount = logits.dim(1);
            this.plane = logits.dim(2) * logits.dim(3);
            this.probabilities = new double[logits.size()];
        }

        Result result() {
            double crossEntropyValue = softmax();
            double[] slopes = new double[classCount];
            double[] offsets = new double[classCount];
            double diceValue = dice(slopes, offsets);
            return new Result(crossEntropy * crossEntropyValue + dice * diceValue, gradient(slopes, offsets));
        }

        /** Fills the probabilities. @return the cross-entropy */
        private double softmax() {
            double total = 0;
            for (int pixel = 0; pixel < classes.length; pixel++) {
                if (classes[pixel] < 0 || classes[pixel] >= classCount) {
                    throw new IllegalArgumentException("Pixel " + pixel + " has class " + classes[pixel]
                            + ", but the logits are for classes 0 to " + (classCount - 1));
                }
                double largest = Double.NEGATIVE_INFINITY;
                for (int k = 0; k < classCount; k++) {
                    largest = Math.max(largest, logits.at(position(pixel, k)));
                }
                double sum = 0;
                for (int k = 0; k < classCount; k++) {
                    double power = Math.exp(logits.at(position(pixel, k)) - largest);
                    probabilities[position(pixel, k)] = power;
                    sum += power;
                }
                for (int k = 0; k < classCount; k++) {
                    probabilities[position(pixel, k)] /= sum;
                }
                total += Math.log(sum) + largest - logits.at(position(pixel, classes[pixel]));
            }
            return total / classes.length;
        }

        /**
         * Finds ∂Dice/∂pₖ = slopes[k] · t + offsets[k], the same for all pixels.
         *
         * @return the Dice loss
         */
        private double dice(double[] slopes, double[] offsets) {
            double sum = 0;
            for (int k = 1; k < classCount; k++) {
                double overlap = 0;
                double sizes = 0;
                for (int pixel = 0; pixel < classes.length; pixel++) {
                    double p = probabilities[position(pixel, k)];
                    boolean isTrue = classes[pixel] == k;
                    overlap += isTrue ? p : 0;
                    sizes += p + (isTrue ? 1 : 0);
                }
                double numerator = 2 * overlap + SMOOTHING;
                double denominator = sizes + SMOOTHING;
                sum += numerator / denominator;
                slopes[k] = -2 / denominator / (classCount - 1);
                offsets[k] = numerator / (denominator * denominator) / (classCount - 1);
            }
            return 1 - sum / (classCount - 1);
        }

        /** ∂L/∂zₖ = (pₖ − tₖ) / N for cross-entropy, and pₖ (dₖ − Σⱼ pⱼdⱼ) with d = ∂Dice/∂p. */
        private FloatTensor gradient(double[] slopes, double[] offsets) {
            float[] gradient = new float[logits.size()];
            for (int pixel = 0; pixel < classes.length; pixel++) {
                double mean = 0;
                for (int k = 0; k < classCount; k++) {
                    mean += probabilities[position(pixel, k)] * slope(pixel, k, slopes, offsets);
                }
                for (int k = 0; k < classCount; k++) {
                    int at = position(pixel, k);
                    double p = probabilities[at];
                    double t = classes[pixel] == k ? 1 : 0;
                    gradient[at] = (float) (crossEntropy * (p - t) / classes.length
                            + dice * p * (slope(pixel, k, slopes, offsets) - mean));
                }
            }
            return FloatTensor.adopt(gradient, logits.shape());
        }

        private double slope(int pixel, int k, double[] slopes, double[] offsets) {
            return (classes[pixel] == k ? slopes[k] : 0) + offsets[k];
        }

        private int position(int pixel, int k) {
            int row = pixel / plane;
            return (row * classCount + k) * plane + pixel % plane;
        }
    }
}
