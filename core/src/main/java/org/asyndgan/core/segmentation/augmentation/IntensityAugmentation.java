package org.asyndgan.core.segmentation.augmentation;

import java.util.SplittableRandom;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * How the intensities of an image are changed each time that it is shown, besides a {@link PairAugmentation}. Labels stay as they
 * are.
 *
 * <p>Blur and noise take fine texture away, that of a generator too, by which classes can be told apart in synthetic images and
 * not in real ones; what that gave is in docs/experiments.md. The kinds are those of nnU-Net (Isensee et al. 2021).
 *
 * @param jitter standard deviation of the logarithm of a gamma, and twice that of a gain; 0 for none
 * @param noise largest standard deviation of Gaussian noise, in units of [-1, 1]; each image's is drawn evenly from 0 to this
 * @param blur largest standard deviation of a Gaussian blur, pixels; half of the images are blurred, each with one drawn
 *     evenly from 0 to this
 */
public record IntensityAugmentation(double jitter, double noise, double blur) {

    private static final double MOST_JITTER = 2;
    private static final double MOST_NOISE = 2;
    private static final double MOST_BLUR = 32;

    /** Intensities as they are. */
    public static final IntensityAugmentation NONE = new IntensityAugmentation(0, 0, 0);

    public IntensityAugmentation {
        if (!(isUpTo(MOST_JITTER, jitter) && isUpTo(MOST_NOISE, noise) && isUpTo(MOST_BLUR, blur))) {
            throw new IllegalArgumentException("intensity-jitter " + jitter + ", intensity-noise " + noise
                    + " and blur " + blur + " must be at least 0 and at most " + MOST_JITTER + ", " + MOST_NOISE
                    + " and " + MOST_BLUR + ", beyond which nothing of an image is left");
        }
    }

    private static boolean isUpTo(double most, double value) {
        return value >= 0 && value <= most;
    }

    /**
     * The changed image.
     *
     * @param image [C, H, W] in [-1, 1]; noise may lead out of that
     */
    public FloatTensor of(FloatTensor image, SplittableRandom random) {
        float[] values = image.toArray();
        if (jitter > 0) {
            double gamma = Math.exp(jitter * random.nextGaussian());
            double gain = Math.exp(jitter / 2 * random.nextGaussian());
            Intensities.raise(values, gamma, gain);
        }
        if (blur > 0) {
            double deviation = blur * random.nextDouble();
            if (random.nextBoolean()) {
                Intensities.blur(values, image.dim(1), image.dim(2), deviation);
            }
        }
        if (noise > 0) {
            double deviation = noise * random.nextDouble();
            Intensities.addNoise(values, deviation, random);
        }
        return FloatTensor.adopt(values, image.shape());
    }
}
