package org.asyndgan.nn.loss;

import java.util.Arrays;
import java.util.Optional;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * The loss of a discriminator that segments (Schönfeld et al. 2021, equations 1 and 2), with p = softmax over K + 1 classes, the last
 * of which is "synthetic", and t the mask's class of a pixel.
 *
 * <ul>
 *   <li>Discriminator on real pixels: −w(t) log p(t); on synthetic ones: −log p(K).
 *   <li>Generator: −w(t) log p(t).
 * </ul>
 *
 * Means over all pixels. Where one map more is there, an adversarial loss of it is added in equal part.
 */
public final class SegmentingLoss implements DiscriminatorLoss {

    private static final double MOST = 20;

    private final double[] weights;
    private final Optional<AdversarialLoss> patches;

    /**
     * Weights the classes by the inverse of their frequency, with mean 1 over all pixels before none may exceed 20.
     *
     * @param pixels of each of the K classes in all masks; a class without any has weight 1
     * @param patches the loss of the last map; empty if there is none
     */
    public SegmentingLoss(long[] pixels, Optional<AdversarialLoss> patches) {
        this.patches = patches;
        double all = Arrays.stream(pixels).sum();
        long present = Arrays.stream(pixels).filter(count -> count > 0).count();
        // Σ f · (1 / f) / present = 1 over the classes that are there.
        this.weights = Arrays.stream(pixels)
                .mapToDouble(count -> count == 0 ? 1 : Math.min(MOST, all / ((double) count * present)))
                .toArray();
    }

    /** w of each class. */
    public double[] weights() {
        return weights.clone();
    }

    @Override
    public Result ofDiscriminator(FloatTensor logits, FloatTensor masks, boolean real) {
        return evaluate(logits, masks, !real, patches.map(loss -> {
            FloatTensor map = patchMap(logits);
            return new Result(loss.value(map, real), loss.gradient(map, real));
        }));
    }

    @Override
    public Result ofGenerator(FloatTensor logits, FloatTensor masks) {
        return evaluate(logits, masks, false, patches.map(loss -> {
            FloatTensor map = patchMap(logits);
            return new Result(loss.generatorValue(map), loss.generatorGradient(map));
        }));
    }

    @Override
    public double realness(FloatTensor logits) {
        requireMaps(logits);
        int classes = weights.length + 1;
        int plane = logits.dim(2) * logits.dim(3);
        int pixels = logits.dim(0) * plane;
        double[] probabilities = new double[classes];
        double sum = 0;
        for (int pixel = 0; pixel < pixels; pixel++) {
            softmax(logits, first(logits, pixel), plane, probabilities);
            sum += 1 - probabilities[classes - 1];
        }
        return sum / pixels;
    }

    private Result evaluate(FloatTensor logits, FloatTensor masks, boolean toSynthetic, Optional<Result> ofPatches) {
        requireMaps(logits);
        int classes = weights.length + 1;
        int plane = logits.dim(2) * logits.dim(3);
        int pixels = logits.dim(0) * plane;
        float[] gradient = new float[logits.size()];
        double[] probabilities = new double[classes];
        double value = 0;
        for (int pixel = 0; pixel < pixels; pixel++) {
            int first = first(logits, pixel);
            softmax(logits, first, plane, probabilities);
            int target = toSynthetic ? classes - 1 : classAt(masks, pixel);
            double weight = toSynthetic ? 1 : weights[target];
            value -= weight * Math.log(Math.max(Double.MIN_NORMAL, probabilities[target]));
            for (int k = 0; k < classes; k++) {
                double miss = probabilities[k] - (k == target ? 1 : 0);
                gradient[first + k * plane] = (float) (weight * miss / pixels);
            }
        }
        ofPatches.ifPresent(result -> {
            for (int pixel = 0; pixel < pixels; pixel++) {
                gradient[first(logits, pixel) + classes * plane] =
                        result.gradient().at(pixel);
            }
        });
        return new Result(
                value / pixels + ofPatches.map(Result::value).orElse(0.0), FloatTensor.adopt(gradient, logits.shape()));
    }

    private void requireMaps(FloatTensor logits) {
        int maps = weights.length + 1 + (patches.isPresent() ? 1 : 0);
        if (logits.rank() != 4 || logits.dim(1) != maps) {
            throw new IllegalArgumentException("Logits " + logits + " must be [B, " + maps + ", H, W]: one map each of "
                    + weights.length + " classes and of being synthetic"
                    + (patches.isPresent() ? ", and one of patches" : ""));
        }
    }

    private FloatTensor patchMap(FloatTensor logits) {
        requireMaps(logits);
        return logits.channels(logits.dim(1) - 1, logits.dim(1));
    }

    /** The position of a pixel's first logit. */
    private static int first(FloatTensor logits, int pixel) {
        int plane = logits.dim(2) * logits.dim(3);
        return pixel / plane * logits.dim(1) * plane + pixel % plane;
    }

    private static int classAt(FloatTensor masks, int pixel) {
        int plane = masks.dim(2) * masks.dim(3);
        int first = first(masks, pixel);
        int k = 0;
        while (k < masks.dim(1) - 1 && masks.at(first + k * plane) < 0.5f) {
            k++;
        }
        return k;
    }

    private static void softmax(FloatTensor logits, int first, int plane, double[] probabilities) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < probabilities.length; k++) {
            largest = Math.max(largest, logits.at(first + k * plane));
        }
        double sum = 0;
        for (int k = 0; k < probabilities.length; k++) {
            probabilities[k] = Math.exp(logits.at(first + k * plane) - largest);
            sum += probabilities[k];
        }
        for (int k = 0; k < probabilities.length; k++) {
            probabilities[k] /= sum;
        }
    }
}
