package org.asyndgan.core.site.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.PrivacyStatement;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.simulation.MemoryAccount;
import org.asyndgan.core.simulation.TinySites;
import org.asyndgan.core.simulation.WatchedNetwork;
import org.asyndgan.core.site.DiscriminatorSettings;
import org.asyndgan.core.site.SiteDiscriminator;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.PatchDiscriminator;
import org.asyndgan.nn.architecture.PatchSettings;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.nn.loss.DiscriminatorLoss;
import org.asyndgan.nn.loss.PatchLoss;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateHalfTest {

    private static final double NEXT_TO_NO_NOISE = 1e-9;
    private static final int TOGETHER = 3;
    private static final PatchLoss LOSS = new PatchLoss(AdversarialLoss.LEAST_SQUARES);

    @TempDir
    Path root;

    private SharedMasks masks;
    private List<List<String>> units;
    private List<TrainingPair> all;

    @BeforeEach
    void openSite() {
        SiteDataset dataset = TinySites.read(TinySites.in(root, "mercy").get(0), 16);
        masks = new SharedMasks(
                new SiteId("mercy"), dataset, "secret".getBytes(StandardCharsets.UTF_8), 1, new Seed(3));
        units = masks.idsOfPairs();
        all = units.stream().map(unit -> masks.pair(use(unit.get(0)))).toList();
    }

    /** B = 4 of n; in one pass of all pairs the mean over n is taken, so the sum is n times that. */
    @Test
    void isTheGradientOfOnePassWhereNothingIsClippedAndNoNoiseAdded() {
        try (Network network = network()) {
            double[] alone = gradient(network, new PrivateTraining(units, 4, NEXT_TO_NO_NOISE, 1e6), all);

            FloatTensor x = FloatTensor.concatRows(
                    all.stream().map(pair -> row(pair.labels().oneHot())).toList());
            FloatTensor images = FloatTensor.concatRows(
                    all.stream().map(pair -> row(pair.image())).toList());
            FloatTensor logits = network.forward(FloatTensor.concatChannels(x, images));
            network.parameters().zeroGradients();
            network.accumulateGradients(LOSS.ofDiscriminator(logits, x, true).gradient());
            float[] together = network.parameters().gradients();

            double scale = norm(together);
            for (int i = 0; i < together.length; i++) {
                assertThat(alone[i]).isCloseTo(together[i] * all.size() / 4.0, within(1e-3 * scale));
            }
        }
    }

    @Test
    void isTheSumOfTheGradientsOneByOneEachClipped() {
        try (Network network = network()) {
            List<float[]> each = all.stream().map(pair -> alone(network, pair)).toList();
            double[] norms =
                    each.stream().mapToDouble(PrivateHalfTest::norm).sorted().toArray();
            double clip = (norms[1] + norms[2]) / 2;

            double[] computed = gradient(network, new PrivateTraining(units, 2, NEXT_TO_NO_NOISE, clip), all);

            assertThat(each.stream().filter(one -> norm(one) > clip).count()).isEqualTo(2);
            for (int i = 0; i < computed.length; i++) {
                double sum = 0;
                for (float[] one : each) {
                    sum += one[i] * Math.min(1, clip * (1 - 1e-4) / norm(one));
                }
                assertThat(computed[i]).isCloseTo(sum / 2, within(1e-6 * clip));
            }
        }
    }

    /** However a unit looks, it moves the sum by less than C; the sum is B g. */
    @Test
    void noUnitMovesTheSumByMoreThanTheClippingNorm() {
        try (Network network = network()) {
            PrivateTraining training = new PrivateTraining(units, 1, NEXT_TO_NO_NOISE, 1e-3);
            double[] none = gradient(network, training, List.of());
            for (TrainingPair pair : all) {
                double[] one = gradient(network, training, List.of(pair));
                double squares = 0;
                for (int i = 0; i < one.length; i++) {
                    squares += (one[i] - none[i]) * (one[i] - none[i]);
                }
                assertThat(Math.sqrt(squares)).isLessThan(1e-3).isGreaterThan(0.99e-3);
            }
        }
    }

    @Test
    void aUnitWhoseGradientIsNotFiniteCountsAsNothing() {
        try (Network network = network()) {
            PrivateTraining training = new PrivateTraining(units, 1, NEXT_TO_NO_NOISE, 1);
            float[] pixels = all.get(0).image().toArray();
            pixels[0] = Float.NaN;
            TrainingPair broken = new TrainingPair(
                    FloatTensor.adopt(pixels, all.get(0).image().shape()),
                    all.get(0).labels());

            assertThat(gradient(network, training, List.of(broken))).isEqualTo(gradient(network, training, List.of()));
        }
    }

    @Test
    void anEmptyDrawIsNoise() {
        try (Network network = network()) {
            double[] noise = gradient(network, new PrivateTraining(units, 2, 3, 0.5), List.of());

            double squares = 0;
            for (double one : noise) {
                squares += one * one;
            }
            // σ C / B = 0.75
            assertThat(Math.sqrt(squares / noise.length)).isCloseTo(0.75, within(0.06));
            // The grid is the power of two at or below σ C / 1024 = 0.00146…, over B.
            for (double one : noise) {
                assertThat(one * 2 / 0x1p-10).isEqualTo(Math.rint(one * 2 / 0x1p-10));
            }
        }
    }

    @Test
    void passesAreAsManyHoweverManyUnitsAreDrawn() {
        int rows = new PrivateTraining(units, 2, 1, 1).rows();
        for (int drawn = 0; drawn <= 2; drawn++) {
            AtomicInteger passes = new AtomicInteger();
            Network network = new WatchedNetwork(network(), input -> passes.incrementAndGet());
            gradient(network, new PrivateTraining(units, 2, 1, 1), all.subList(0, drawn));
            assertThat(passes).hasValue((rows + TOGETHER - 1) / TOGETHER);
            network.close();
        }
    }

    /** q = 8/500: mean 8, standard deviation 2.8. More than 24 of Binomial(500, 0.016) has 8.8e-7, more than 23 2.9e-6. */
    @Test
    void fillsUpToWhatIsHardlyEverExceeded() {
        List<List<String>> many = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            many.add(List.of("mask " + i));
        }
        assertThat(new PrivateTraining(many, 8, 1, 1).rows()).isEqualTo(24);
        assertThat(new PrivateTraining(many, 500, 1, 1).rows()).isEqualTo(500);
    }

    /** Each unit with probability 1/2, at most one view of it, 2000 times but for five standard deviations of 22. */
    @Test
    void drawsEachUnitByACoinOfItsOwn() {
        List<List<String>> patients =
                List.of(List.of(units.get(0).get(0), units.get(1).get(0)), units.get(2));
        PrivateHalf half = new PrivateHalf(new PrivateTraining(patients, 1, 1, 1), masks);
        Map<FloatTensor, Integer> counts = new HashMap<>();
        int both = 0;
        RandomGenerator coins = new Seed(5).random();
        for (int step = 0; step < 2000; step++) {
            List<TrainingPair> drawn = half.draw(coins, List.of(use(units.get(0).get(0))));
            assertThat(drawn.size()).isLessThanOrEqualTo(2);
            both += drawn.size() == 2 ? 1 : 0;
            drawn.forEach(pair -> counts.merge(pair.image(), 1, Integer::sum));
        }

        assertThat(counts.get(all.get(0).image())).isCloseTo(500, within(110));
        assertThat(counts.get(all.get(1).image())).isCloseTo(500, within(110));
        assertThat(counts.get(all.get(2).image())).isCloseTo(1000, within(110));
        assertThat(both).isCloseTo(500, within(110));
    }

    /**
     * After a topic was reset a site may answer two batches with one step number, from two states. With coins that follow
     * from the number the noise would cancel in the difference of the two, and what is left is the raw gradients'; with
     * coins that follow from the history both noises stay: √2 σ C / B = 2.12.
     */
    @Test
    void twoAnswersToOneStepNumberDoNotSubtractToARawGradient() {
        try (Network first = network(7);
                Network second = network(8)) {
            PrivateTraining training = new PrivateTraining(units, 2, 3, 1);
            TrainingHistory before = TrainingHistory.beginning("run");
            PrivacyAccount.Coins coinsOfA = MemoryAccount.coins(before.then(batch(0.25f)));
            PrivacyAccount.Coins coinsOfB = MemoryAccount.coins(before.then(batch(0.75f)));
            PrivacyAccount.Coins ofTheNumber = MemoryAccount.coins(before);

            double[] raw = minus(
                    gradient(first, new PrivateTraining(units, 2, NEXT_TO_NO_NOISE, 1), all, ofTheNumber),
                    gradient(second, new PrivateTraining(units, 2, NEXT_TO_NO_NOISE, 1), all, ofTheNumber));
            double[] byNumber =
                    minus(gradient(first, training, all, ofTheNumber), gradient(second, training, all, ofTheNumber));
            double[] byHistory =
                    minus(gradient(first, training, all, coinsOfA), gradient(second, training, all, coinsOfB));

            assertThat(spread(minus(byNumber, raw))).isLessThan(1e-3);
            assertThat(spread(minus(byHistory, raw))).isCloseTo(3 * Math.sqrt(2) / 2, within(0.2));
        }
    }

    private static double[] minus(double[] a, double[] b) {
        double[] difference = a.clone();
        for (int i = 0; i < a.length; i++) {
            difference[i] -= b[i];
        }
        return difference;
    }

    private static double spread(double[] vector) {
        double squares = 0;
        for (double one : vector) {
            squares += one * one;
        }
        return Math.sqrt(squares / vector.length);
    }

    private static SyntheticBatch batch(float pixel) {
        return new SyntheticBatch(
                new BatchId(new SiteId("mercy"), 0),
                GeneratorVersion.INITIAL,
                List.of(use("mask")),
                FloatTensor.of(new float[] {pixel}, 1, 1, 1, 1));
    }

    @Test
    void batchNormIsRefused() {
        DiscriminatorSettings coupled = new DiscriminatorSettings(
                AdversarialLoss.LEAST_SQUARES, new org.asyndgan.nn.optimizer.LearningRate(0.02, 1), 10, true, 4);

        assertThatThrownBy(() -> SiteDiscriminator.underPrivacy(
                        network(),
                        null,
                        masks,
                        new PrivateTraining(units, 2, 1, 1),
                        new MemoryAccount(1),
                        TrainingHistory.beginning("here"),
                        coupled,
                        1,
                        16,
                        16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BatchNorm couples them");
    }

    @Test
    void aStatementReadsAsASentence() {
        assertThat(new PrivacyStatement("patient", 45, 3, 1e-5, 8, 0.1, 0.523).words())
                .isEqualTo("epsilon 3 at delta 1.0E-5 by patient (zero-out), 0.52 spent");
    }

    private double[] gradient(Network network, PrivateTraining training, List<TrainingPair> pairs) {
        return gradient(network, training, pairs, MemoryAccount.coins(TrainingHistory.beginning("here")));
    }

    private double[] gradient(
            Network network, PrivateTraining training, List<TrainingPair> pairs, PrivacyAccount.Coins coins) {
        return new PrivateHalf(training, masks)
                .gradient(network, LOSS, pairs, TOGETHER, FloatTensor::concatChannels, all.get(0), coins)
                .values();
    }

    private static float[] alone(Network network, TrainingPair pair) {
        FloatTensor x = row(pair.labels().oneHot());
        FloatTensor logits = network.forward(FloatTensor.concatChannels(x, row(pair.image())));
        DiscriminatorLoss.Result result = LOSS.ofDiscriminator(logits, x, true);
        network.parameters().zeroGradients();
        network.accumulateGradients(result.gradient());
        return network.parameters().gradients();
    }

    private static Network network() {
        return network(7);
    }

    private static Network network(long seed) {
        return new PatchDiscriminator(new PatchSettings(3, 4, 1, NormLayer.INSTANCE), seed);
    }

    private static FloatTensor row(FloatTensor one) {
        return one.reshape(1, one.dim(0), one.dim(1), one.dim(2));
    }

    private static double norm(float[] vector) {
        return FloatTensor.of(vector, vector.length).norm();
    }

    private static MaskUse use(String mask) {
        return new MaskUse(mask, 0);
    }
}
