package org.asyndgan.nn.loss;

import java.util.function.DoubleUnaryOperator;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * How a discriminator's logits z are judged, as the mean over all elements of the map and the batch.
 *
 * <p>The discriminator descends {@code value(z, true)} on real and {@code value(z, false)} on synthetic
 * images; the generator descends {@link #generatorValue} on synthetic ones.
 */
public enum AdversarialLoss {
    /**
     * Binary cross-entropy with logits (Goodfellow et al. 2014): real log(1 + e⁻ᶻ), synthetic
     * log(1 + eᶻ). The generator descends log(1 + e⁻ᶻ), the non-saturating form.
     */
    CROSS_ENTROPY {
        @Override
        double loss(double z, boolean real) {
            double s = real ? -z : z;
            // log(1 + eˢ) without overflow
            return Math.max(0, s) + Math.log1p(Math.exp(-Math.abs(s)));
        }

        @Override
        double slope(double z, boolean real) {
            return real ? -sigmoid(-z) : sigmoid(z);
        }

        private static double sigmoid(double z) {
            return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
        }
    },

    /** Least squares (Mao et al. 2017): real (z − 1)², synthetic z²; the generator descends (z − 1)². */
    LEAST_SQUARES {
        @Override
        double loss(double z, boolean real) {
            double miss = real ? z - 1 : z;
            return miss * miss;
        }

        @Override
        double slope(double z, boolean real) {
            return 2 * (real ? z - 1 : z);
        }
    },

    /** Hinge (Lim and Ye 2017): real max(0, 1 − z), synthetic max(0, 1 + z); the generator descends −z. */
    HINGE {
        @Override
        double loss(double z, boolean real) {
            return Math.max(0, real ? 1 - z : 1 + z);
        }

        @Override
        double slope(double z, boolean real) {
            if (loss(z, real) == 0) {
                return 0;
            }
            return real ? -1 : 1;
        }

        @Override
        double generatorLoss(double z) {
            return -z;
        }

        @Override
        double generatorSlope(double z) {
            return -1;
        }
    };

    /** The mean loss of the discriminator on images that are all real or all synthetic. */
    public double value(FloatTensor logits, boolean real) {
        return mean(logits, z -> loss(z, real));
    }

    /** ∂{@link #value}/∂logits, shaped like them. */
    public FloatTensor gradient(FloatTensor logits, boolean real) {
        return slopes(logits, z -> slope(z, real));
    }

    /** The mean loss of the generator on its synthetic images. */
    public double generatorValue(FloatTensor logits) {
        return mean(logits, this::generatorLoss);
    }

    /** ∂{@link #generatorValue}/∂logits, shaped like them. */
    public FloatTensor generatorGradient(FloatTensor logits) {
        return slopes(logits, this::generatorSlope);
    }

    abstract double loss(double z, boolean real);

    abstract double slope(double z, boolean real);

    double generatorLoss(double z) {
        return loss(z, true);
    }

    double generatorSlope(double z) {
        return slope(z, true);
    }

    private static double mean(FloatTensor logits, DoubleUnaryOperator loss) {
        double sum = 0;
        for (int i = 0; i < logits.size(); i++) {
            sum += loss.applyAsDouble(logits.at(i));
        }
        return sum / logits.size();
    }

    private static FloatTensor slopes(FloatTensor logits, DoubleUnaryOperator slope) {
        float[] slopes = new float[logits.size()];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = (float) (slope.applyAsDouble(logits.at(i)) / slopes.length);
        }
        return FloatTensor.adopt(slopes, logits.shape());
    }
}
