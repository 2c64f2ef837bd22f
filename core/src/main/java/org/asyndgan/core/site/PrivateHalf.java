package org.asyndgan.core.site;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.nn.kernel.ParallelFor;
import org.asyndgan.nn.loss.DiscriminatorLoss;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * The real half of a step of D under differential privacy (DP-SGD, Abadi et al. 2016, algorithm 1):
 *
 * <pre>g = 1/B · (Σᵢ clip(∇ℓ(D(xᵢ, yᵢ), real), C) + N(0, σ²C²))</pre>
 *
 * over the units i that coins of probability q chose, each evaluated alone. B is a constant and not the number drawn. A
 * gradient that is not finite counts as 0. Sums are in double; sum and noise together are rounded to a grid of about
 * σC/1024, so that their last bits tell nothing of either (Mironov 2012).
 *
 * <p>What it computes does not depend on how many units were drawn, but in one of a million steps: passes whose result is
 * thrown away fill up.
 */
final class PrivateHalf {

    /** So that rounding of the norm never lets a contribution be longer than C. */
    private static final double SHORTER = 1 - 1e-4;

    private static final int GRID = 1024;
    private static final int NOISE_PART = 1 << 14;

    /** A normal number costs as much as some hundred elements of a simple loop. */
    private static final long WORK_OF_NOISE = 100;

    private final PrivateTraining training;
    private final SharedMasks masks;
    private final int passes;

    PrivateHalf(PrivateTraining training, SharedMasks masks) {
        this.training = training;
        this.masks = masks;
        this.passes = training.passes();
    }

    /** The pairs that the coins choose, one a unit, in the orientations of the batch by turns. */
    List<TrainingPair> draw(RandomGenerator coins, List<MaskUse> uses) {
        List<TrainingPair> pairs = new ArrayList<>();
        for (List<String> unit : training.units()) {
            if (coins.nextDouble() < training.rate()) {
                int flip = uses.get(pairs.size() % uses.size()).flip();
                pairs.add(masks.pair(new MaskUse(unit.get(coins.nextInt(unit.size())), flip)));
            }
        }
        return pairs;
    }

    /**
     * Computes g; the network's own gradient is overwritten.
     *
     * @param given what D is given of masks and images, [1, …] each
     * @param filling a synthetic pair for passes that do not count
     */
    Gradient gradient(
            Network network,
            DiscriminatorLoss loss,
            List<TrainingPair> pairs,
            BiFunction<FloatTensor, FloatTensor, FloatTensor> given,
            TrainingPair filling,
            PrivacyAccount.Coins coins) {
        double[] sum = new double[network.parameters().count()];
        double value = 0;
        double realness = 0;
        for (int pass = 0; pass < Math.max(passes, pairs.size()); pass++) {
            boolean counts = pass < pairs.size();
            TrainingPair pair = counts ? pairs.get(pass) : filling;
            FloatTensor x = row(pair.labels().oneHot());
            FloatTensor logits = network.forward(given.apply(x, row(pair.image())));
            DiscriminatorLoss.Result result = loss.ofDiscriminator(logits, x, true);
            network.parameters().zeroGradients();
            network.accumulateGradients(result.gradient());
            add(network.parameters().gradients(), sum, counts);
            if (counts) {
                value += result.value() / pairs.size();
                realness += loss.realness(logits) / pairs.size();
            }
        }
        return new Gradient(noisy(sum, coins), value, realness);
    }

    /** Adds a clipped gradient; the same work is done for one that does not count. */
    private void add(float[] gradient, double[] sum, boolean counts) {
        double squares = 0;
        for (float one : gradient) {
            squares += (double) one * one;
        }
        double norm = Math.sqrt(squares);
        double most = training.clip() * SHORTER;
        if (!Double.isFinite(norm)) {
            return;
        }
        double factor = counts ? Math.min(1, most / norm) : 0;
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * gradient[i];
        }
    }

    private double[] noisy(double[] sum, PrivacyAccount.Coins coins) {
        double deviation = training.noise() * training.clip();
        double grid = Math.scalb(1.0, Math.getExponent(deviation / GRID));
        int parts = (sum.length + NOISE_PART - 1) / NOISE_PART;
        ParallelFor.share(parts, WORK_OF_NOISE * sum.length, (first, end) -> {
            double[] noise = new double[NOISE_PART];
            for (int part = first; part < end; part++) {
                int from = part * NOISE_PART;
                int length = Math.min(NOISE_PART, sum.length - from);
                coins.noise(part, noise, 0, length);
                for (int i = 0; i < length; i++) {
                    double rounded = Math.rint((sum[from + i] + deviation * noise[i]) / grid) * grid;
                    sum[from + i] = rounded / training.expected();
                }
            }
        });
        return sum;
    }

    private static FloatTensor row(FloatTensor one) {
        return one.reshape(1, one.dim(0), one.dim(1), one.dim(2));
    }

    /**
     * g, and what the site alone may know.
     *
     * @param values one a parameter
     * @param loss mean over the units drawn, 0 if there were none
     * @param realness likewise
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Gradient(double[] values, double loss, double realness) {}
}
