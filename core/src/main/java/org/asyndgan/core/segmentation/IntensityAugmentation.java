package org.asyndgan.core.segmentation;

import java.util.SplittableRandom;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * How the intensities of an image are changed, anew each time that it is shown. Labels stay as they are.
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
    FloatTensor of(FloatTensor image, SplittableRandom random) {
        float[] values = image.toArray();
        if (jitter > 0) {
            jitter(values, random);
        }
        if (blur > 0) {
            double deviation = blur * random.nextDouble();
            if (random.nextBoolean()) {
                blur(values, image.dim(1), image.dim(2), deviation);
            }
        }
        if (noise > 0) {
            double deviation = noise * random.nextDouble();
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (deviation * random.nextGaussian());
            }
        }
        return FloatTensor.adopt(values, image.shape());
    }

    private void jitter(float[] values, SplittableRandom random) {
        double gamma = Math.exp(jitter * random.nextGaussian());
        double gain = Math.exp(jitter / 2 * random.nextGaussian());
        for (int i = 0; i < values.length; i++) {
            double unit = Math.max(0, (values[i] + 1) / 2);
            values[i] = (float) Math.min(1, Math.pow(unit, gamma) * gain * 2 - 1);
        }
    }

    /** Rows, then columns; beyond the border lies what is on it. */
    private static void blur(float[] values, int height, int width, double deviation) {
        float[] kernel = kernel(deviation);
        for (int plane = 0; plane < values.length; plane += height * width) {
            for (int y = 0; y < height; y++) {
                blurLine(values, plane + y * width, 1, width, kernel);
            }
            for (int x = 0; x < width; x++) {
                blurLine(values, plane + x, width, height, kernel);
            }
        }
    }

    private static float[] kernel(double deviation) {
        int radius = (int) Math.ceil(3 * deviation);
        float[] kernel = new float[2 * radius + 1];
        double sum = 0;
        for (int i = -radius; i <= radius; i++) {
            sum += weight(i, deviation);
        }
        for (int i = -radius; i <= radius; i++) {
            kernel[i + radius] = (float) (weight(i, deviation) / sum);
        }
        return kernel;
    }

    private static double weight(int distance, double deviation) {
        return distance == 0 ? 1 : Math.exp(-distance * distance / (2 * deviation * deviation));
    }

    private static void blurLine(float[] values, int begin, int stride, int length, float[] kernel) {
        int radius = kernel.length / 2;
        float[] line = new float[length];
        for (int at = 0; at < length; at++) {
            for (int k = 0; k < kernel.length; k++) {
                int from = Math.max(0, Math.min(length - 1, at + k - radius));
                line[at] += kernel[k] * values[begin + from * stride];
            }
        }
        for (int at = 0; at < length; at++) {
            values[begin + at * stride] = line[at];
        }
    }
}
