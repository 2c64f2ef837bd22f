package org.asyndgan.nn.loss;

import org.asyndgan.nn.tensor.FloatTensor;

/**
 * ℓ(z, t) between a map of logits z and "real" (t = 1) or "fake" (t = 0), the mean over all elements.
 */
public enum AdversarialLoss {
    /** max(z, 0) - z t + log(1 + e^-|z|): binary cross-entropy with logits, the paper's loss. */
    BCE {
        @Override
        double value(double logit, double target) {
            return Math.max(logit, 0) - logit * target + Math.log1p(Math.exp(-Math.abs(logit)));
        }

        @Override
        double slope(double logit, double target) {
            return 1 / (1 + Math.exp(-logit)) - target;
        }
    },
    /** (z - t)²: least squares (Mao et al. 2017, arXiv:1611.04076). */
    LSGAN {
        @Override
        double value(double logit, double target) {
            return (logit - target) * (logit - target);
        }

        @Override
        double slope(double logit, double target) {
            return 2 * (logit - target);
        }
    };

    abstract double value(double logit, double target);

    abstract double slope(double logit, double target);

    /** The loss of taking these patches for real or for fake. */
    public double value(FloatTensor logits, boolean real) {
        double sum = 0;
        for (int i = 0; i < logits.size(); i++) {
            sum += value(logits.at(i), real ? 1 : 0);
        }
        return sum / logits.size();
    }

    /** ∂ℓ/∂z of {@link #value(FloatTensor, boolean)}, shaped like the logits. */
    public FloatTensor gradient(FloatTensor logits, boolean real) {
        float[] slopes = new float[logits.size()];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = (float) (slope(logits.at(i), real ? 1 : 0) / slopes.length);
        }
        return FloatTensor.adopt(slopes, logits.shape());
    }

    /** What the generator descends for its fakes: the loss of their being taken for real. */
    public double generatorValue(FloatTensor logits) {
        return value(logits, true);
    }

    /** ∂/∂z of {@link #generatorValue}. */
    public FloatTensor generatorGradient(FloatTensor logits) {
        return gradient(logits, true);
    }
}
