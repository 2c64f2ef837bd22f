package org.asyndgan.core.site.privacy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.site.mask.SharedMasks;
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
 * over the units i that coins of probability q chose, each with a loss and a gradient of its own. B is a constant and not the number drawn. A
 * gradient that is not finite counts as 0. Sums are in double; sum and noise together are rounded to a grid of about
 * σC/1024, so that their last bits tell nothing of either (Mironov 2012).
 *
 * <p>What it computes does not depend on how many units were drawn, but in one of a million steps: rows whose gradient is
 * thrown away fill up.
 */
public final class PrivateHalf {

    /** So that rounding of the norm never lets a contribution be longer than C. */
    private static final double SHORTER = 1 - 1e-4;

    private static final int GRID = 1024;
    private static final int PART = 1 << 14;

    /** A normal number costs as much as some hundred elements of a simple loop. */
    private static final long WORK_OF_NOISE = 100;

    private final PrivateTraining training;
    private final SharedMasks masks;
    private final int rows;

    public PrivateHalf(PrivateTraining training, SharedMasks masks) {
        this.training = training;
        this.masks = masks;
        this.rows = training.rows();
    }

    /** The pairs that the coins choose, one a unit, in the orientations of the batch by turns. */
    public List<TrainingPair> draw(RandomGenerator coins, List<MaskUse> uses) {
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
     * @param together units that share a pass
     * @param given what D is given of masks and images, [B, …] each
     * @param filling a synthetic pair for rows that do not count
     */
    public Gradient gradient(
            Network network,
            DiscriminatorLoss loss,
            List<TrainingPair> pairs,
            int together,
            BinaryOperator<FloatTensor> given,
            TrainingPair filling,
            PrivacyAccount.Coins coins) {
        double[] sum = new double[network.parameters().count()];
        double value = 0;
        double realness = 0;
        for (int first = 0; first < Math.max(rows, pairs.size()); first += together) {
            List<TrainingPair> pass = new ArrayList<>();
            for (int row = first; row < first + together; row++) {
                pass.add(row < pairs.size() ? pairs.get(row) : filling);
            }
            FloatTensor x = rows(pass.stream().map(pair -> pair.labels().oneHot()));
            FloatTensor logits =
                    network.forward(given.apply(x, rows(pass.stream().map(TrainingPair::image))));
            List<FloatTensor> gradients = new ArrayList<>();
            for (int row = 0; row < together; row++) {
                FloatTensor own = logits.rows(row, row + 1);
                DiscriminatorLoss.Result result = loss.ofDiscriminator(own, x.rows(row, row + 1), true);
                gradients.add(result.gradient());
                if (first + row < pairs.size()) {
                    value += result.value() / pairs.size();
                    realness += loss.realness(own) / pairs.size();
                }
            }
            int counting = pairs.size() - first;
            network.gradientsOfRows(
                    FloatTensor.concatRows(gradients), (row, gradient) -> add(gradient, sum, row < counting));
        }
        return new Gradient(noisy(sum, coins), value, realness);
    }

    /** Adds a clipped gradient; the same work is done for one that does not count. */
    private void add(float[] gradient, double[] sum, boolean counts) {
        double norm = norm(gradient);
        double most = training.clip() * SHORTER;
        if (!Double.isFinite(norm)) {
            return;
        }
        double factor = counts ? Math.min(1, most / norm) : 0;
        ParallelFor.share(sum.length, 2L * sum.length, (from, to) -> {
            for (int i = from; i < to; i++) {
                sum[i] += factor * gradient[i];
            }
        });
    }

    /** The parts are the same with any number of threads, and so is the result. */
    private static double norm(float[] gradient) {
        double[] squares = new double[(gradient.length + PART - 1) / PART];
        ParallelFor.share(squares.length, gradient.length, (from, to) -> {
            for (int part = from; part < to; part++) {
                int end = Math.min(gradient.length, (part + 1) * PART);
                double even = 0;
                double odd = 0;
                for (int i = part * PART; i < end - 1; i += 2) {
                    even += (double) gradient[i] * gradient[i];
                    odd += (double) gradient[i + 1] * gradient[i + 1];
                }
                int last = end - 1;
                squares[part] =
                        even + odd + ((end - part * PART) % 2 == 0 ? 0 : (double) gradient[last] * gradient[last]);
            }
        });
        return Math.sqrt(Arrays.stream(squares).sum());
    }

    private double[] noisy(double[] sum, PrivacyAccount.Coins coins) {
        double deviation = training.noise() * training.clip();
        double grid = Math.scalb(1.0, Math.getExponent(deviation / GRID));
        int parts = (sum.length + PART - 1) / PART;
        ParallelFor.share(parts, WORK_OF_NOISE * sum.length, (first, end) -> {
            double[] noise = new double[PART];
            for (int part = first; part < end; part++) {
                int from = part * PART;
                int length = Math.min(PART, sum.length - from);
                coins.noise(part, noise, 0, length);
                for (int i = 0; i < length; i++) {
                    double rounded = Math.rint((sum[from + i] + deviation * noise[i]) / grid) * grid;
                    sum[from + i] = rounded / training.expected();
                }
            }
        });
        return sum;
    }

    private static FloatTensor rows(Stream<FloatTensor> each) {
        return FloatTensor.concatRows(each.map(one -> one.reshape(1, one.dim(0), one.dim(1), one.dim(2)))
                .toList());
    }

    /**
     * g, and what the site alone may know.
     *
     * @param values one a parameter
     * @param loss mean over the units drawn, 0 if there were none
     * @param realness likewise
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    public record Gradient(double[] values, double loss, double realness) {}
}
