package org.asyndgan.nn.loss;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * The loss of a discriminator that segments. With t the mask's class of a pixel and w the classes' weights, it descends −w(t) log p(t)
 * on real pixels. There are two kinds of it:
 *
 * <ul>
 *   <li>{@link Synthetic#ONE_CLASS} (Schönfeld et al. 2021, equations 1 and 2): p = softmax over K + 1 classes, the last of which is
 *       "synthetic". Discriminator on synthetic pixels: −log p(K). Generator: −w(t) log p(t).
 *   <li>{@link Synthetic#CLASS_BY_CLASS} (Hou et al. 2022, ADC-GAN, here of pixels): p = softmax over 2 K classes, each of the mask's
 *       once real and once synthetic. Discriminator on synthetic pixels: −w(t) log p(K + t). Generator: −w(t) log r(t) with
 *       r(t) = p(t) / (p(t) + p(K + t)).
 * </ul>
 *
 * <p>What the best discriminator teaches differs. With one class for all that is synthetic log p(t) grows with how sure a real image is
 * to have class t there, so that a generator is rewarded for drawing each class plainer than it is. r(t) is the share of real ones
 * among the real and the synthetic images with class t there: it is ½ where the generator draws as faintly as real images do.
 *
 * <p>Means over all pixels. Where one map more is there, an adversarial loss of it is added in equal part.
 */
public final class SegmentingLoss implements DiscriminatorLoss {

    /** Which classes synthetic pixels have. */
    public enum Synthetic {
        /** One for all. */
        ONE_CLASS,
        /** One for each class of the mask. */
        CLASS_BY_CLASS;

        /**
         * Classes in all.
         *
         * @param classes K of the masks
         */
        public int maps(int classes) {
            return this == ONE_CLASS ? classes + 1 : 2 * classes;
        }
    }

    private static final double MOST = 20;

    private final Synthetic synthetic;
    private final double[] weights;
    private final int maps;
    private final Optional<AdversarialLoss> patches;

    /**
     * Weights the classes by the inverse of their frequency, with mean 1 over all pixels before none may exceed 20.
     *
     * @param pixels of each of the K classes in all masks; a class without any has weight 1
     * @param patches the loss of the last map; empty if there is none
     */
    public SegmentingLoss(Synthetic synthetic, long[] pixels, Optional<AdversarialLoss> patches) {
        this.synthetic = synthetic;
        this.maps = synthetic.maps(pixels.length);
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
        PixelLoss ofPixels = real ? this::ofReal : this::ofSynthetic;
        return evaluate(logits, masks, ofPixels, loss -> {
            FloatTensor map = patchMap(logits);
            return new Result(loss.value(map, real), loss.gradient(map, real));
        });
    }

    @Override
    public Result ofGenerator(FloatTensor logits, FloatTensor masks) {
        PixelLoss ofPixels = synthetic == Synthetic.ONE_CLASS ? this::ofReal : this::ofShareOfReal;
        return evaluate(logits, masks, ofPixels, loss -> {
            FloatTensor map = patchMap(logits);
            return new Result(loss.generatorValue(map), loss.generatorGradient(map));
        });
    }

    @Override
    public double realness(FloatTensor logits) {
        requireMaps(logits);
        int plane = logits.dim(2) * logits.dim(3);
        int pixels = logits.dim(0) * plane;
        double[] probabilities = new double[maps];
        double sum = 0;
        for (int pixel = 0; pixel < pixels; pixel++) {
            softmax(logits, first(logits, pixel), plane, probabilities);
            double real = 1;
            for (int k = weights.length; k < maps; k++) {
                real -= probabilities[k];
            }
            sum += real;
        }
        return sum / pixels;
    }

    /** The loss of one pixel. */
    @FunctionalInterface
    private interface PixelLoss {
        /**
         * @param target class of the mask
         * @param probabilities of all classes; becomes the gradient with respect to their logits
         */
        double evaluate(int target, double[] probabilities);
    }

    private double ofReal(int target, double[] probabilities) {
        return crossEntropy(target, weights[target], probabilities);
    }

    private double ofSynthetic(int target, double[] probabilities) {
        return synthetic == Synthetic.ONE_CLASS
                ? crossEntropy(weights.length, 1, probabilities)
                : crossEntropy(weights.length + target, weights[target], probabilities);
    }

    private static double crossEntropy(int target, double weight, double[] probabilities) {
        double value = -weight * log(probabilities[target]);
        for (int k = 0; k < probabilities.length; k++) {
            probabilities[k] = weight * (probabilities[k] - (k == target ? 1 : 0));
        }
        return value;
    }

    private double ofShareOfReal(int target, double[] probabilities) {
        int opposite = weights.length + target;
        double weight = weights[target];
        double real = Math.max(Double.MIN_NORMAL, probabilities[target]);
        double share = real / (real + probabilities[opposite]);
        Arrays.fill(probabilities, 0);
        probabilities[target] = weight * (share - 1);
        probabilities[opposite] = weight * (1 - share);
        return -weight * log(share);
    }

    private static double log(double probability) {
        return Math.log(Math.max(Double.MIN_NORMAL, probability));
    }

    private Result evaluate(
            FloatTensor logits, FloatTensor masks, PixelLoss ofPixels, Function<AdversarialLoss, Result> ofPatches) {
        requireMaps(logits);
        int plane = logits.dim(2) * logits.dim(3);
        int pixels = logits.dim(0) * plane;
        float[] gradient = new float[logits.size()];
        double[] probabilities = new double[maps];
        double value = 0;
        for (int pixel = 0; pixel < pixels; pixel++) {
            int first = first(logits, pixel);
            softmax(logits, first, plane, probabilities);
            value += ofPixels.evaluate(classAt(masks, pixel), probabilities);
            for (int k = 0; k < maps; k++) {
                gradient[first + k * plane] = (float) (probabilities[k] / pixels);
            }
        }
        value /= pixels;
        if (patches.isPresent()) {
            Result result = ofPatches.apply(patches.get());
            value += result.value();
            for (int pixel = 0; pixel < pixels; pixel++) {
                gradient[first(logits, pixel) + maps * plane] =
                        result.gradient().at(pixel);
            }
        }
        return new Result(value, FloatTensor.adopt(gradient, logits.shape()));
    }

    private void requireMaps(FloatTensor logits) {
        int expected = maps + (patches.isPresent() ? 1 : 0);
        if (logits.rank() != 4 || logits.dim(1) != expected) {
            throw new IllegalArgumentException(
                    "Logits " + logits + " must be [B, " + expected + ", H, W]: one map each of "
                            + weights.length + " classes and of being synthetic"
                            + (synthetic == Synthetic.ONE_CLASS ? "" : " in each")
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
