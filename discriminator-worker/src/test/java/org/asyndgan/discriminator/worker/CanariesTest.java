package org.asyndgan.discriminator.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.PrivacyStatement;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.site.DiscriminatorSettings;
import org.asyndgan.core.site.SiteDiscriminator;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.core.site.privacy.PrivacyAccount;
import org.asyndgan.core.site.privacy.PrivateTraining;
import org.asyndgan.core.site.privacy.TrainingHistory;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.nn.backend.RowUse;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.network.Parameters;
import org.asyndgan.nn.optimizer.AdamState;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.nn.optimizer.Optimizer;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.privacy.accountant.PrivacyPlan;
import org.asyndgan.privacy.attack.CanaryBound;
import org.asyndgan.privacy.ledger.PrivacyLedger;
import org.asyndgan.privacy.secret.SecretCoins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does the noise that the accountant counts with reach the gradient? Canaries whose gradient has a parameter of its own each
 * are in by a fair coin; who is in is guessed from one noisy gradient.
 *
 * <p>With sampling rate 1, σ = 2 and one step the accountant says ε = 2.17. Half that noise is ε = 4.75, of which 20,000
 * canaries show about 2.5.
 */
class CanariesTest {

    private static final int CANARIES = 20_000;
    private static final int GUESSES = 200;
    private static final double NOISE = 2;
    private static final double DELTA = 1e-5;
    private static final int BASE = 200;
    private static final int SIDE = 8;
    private static final float HALF = 127.5f;

    @TempDir
    Path folder;

    private final boolean[] isIn = new boolean[CANARIES];

    @Test
    void theBoundFromBelowStaysUnderWhatTheAccountantSays() {
        Trial trial = trial(1);

        assertThat(trial.claimed()).isBetween(2.1, 2.2);
        assertThat(trial.shown()).isLessThan(trial.claimed());
    }

    @Test
    void noiseHalvedOnPurposeIsCaught() {
        Trial trial = trial(0.5);

        assertThat(trial.shown()).isGreaterThan(trial.claimed());
    }

    private Trial trial(double ofTheNoise) {
        SharedMasks masks = masks();
        PrivateTraining training = new PrivateTraining(masks.idsOfPairs(), masks.count(), NOISE, 1);
        SitePrivacy privacy = new SitePrivacy(PrivacyUnit.IMAGE, training, OptionalDouble.of(10), DELTA, folder);
        SecretCoins secret = new SecretCoins("a secret that is always the same".getBytes(StandardCharsets.US_ASCII));
        try (LedgerAccount account = new LedgerAccount(
                privacy, PrivacyLedger.open(folder, "image", secret, () -> Instant.EPOCH), secret, "run")) {
            CanaryNetwork network = new CanaryNetwork();
            SiteDiscriminator discriminator = SiteDiscriminator.underPrivacy(
                    network,
                    network,
                    masks,
                    training,
                    new Louder(account, ofTheNoise),
                    TrainingHistory.beginning("canaries"),
                    new DiscriminatorSettings(AdversarialLoss.LEAST_SQUARES, new LearningRate(1, 1), 1, false, 1),
                    1,
                    SIDE,
                    SIDE);
            SyntheticBatch batch = new SyntheticBatch(
                    new BatchId(new SiteId("mercy"), 0),
                    GeneratorVersion.INITIAL,
                    List.of(new MaskUse(masks.ids().get(0), 0)),
                    FloatTensor.adopt(ones(), 1, 1, SIDE, SIDE));
            assertThat(discriminator.pay(batch)).isEmpty();
            discriminator.answer(batch, () -> 0);
            double[] scores = new double[CANARIES];
            for (int i = 0; i < CANARIES; i++) {
                scores[i] = network.gradients[i];
            }
            double claimed = new PrivacyPlan(1, 10, DELTA).spent(NOISE, 1);
            int right = CanaryBound.right(scores, isIn, GUESSES);
            return new Trial(claimed, CanaryBound.epsilon(CANARIES, GUESSES, right, DELTA, 0.05));
        }
    }

    private static float[] ones() {
        float[] ones = new float[SIDE * SIDE];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Pairs whose first two pixels write down the canary's number; only of those that are in. */
    private SharedMasks masks() {
        SplittableRandom coin = new SplittableRandom(7);
        List<TrainingPair> pairs = new ArrayList<>();
        LabelMap labels = LabelMap.of(SIDE, SIDE, 2, new byte[SIDE * SIDE]);
        for (int i = 0; i < CANARIES; i++) {
            isIn[i] = coin.nextBoolean();
            if (isIn[i]) {
                float[] image = new float[SIDE * SIDE];
                int high = i / BASE;
                int low = i % BASE;
                image[0] = high / HALF - 1;
                image[1] = low / HALF - 1;
                pairs.add(new TrainingPair(FloatTensor.adopt(image, 1, SIDE, SIDE), labels));
            }
        }
        return new SharedMasks(
                new SiteId("mercy"),
                SiteDataset.of(
                        "mercy",
                        new ClassTable(List.of(0, 1)),
                        DatasetSettings.resized(SIDE).withChannels(1).with(Augmentation.NONE),
                        pairs),
                "secret".getBytes(StandardCharsets.UTF_8),
                1,
                new Seed(3));
    }

    /**
     * @param claimed ε that the accountant says
     * @param shown ε that the canaries refute
     */
    private record Trial(double claimed, double shown) {}

    /** An account whose noise has another deviation than it should. */
    private record Louder(PrivacyAccount account, double factor) implements PrivacyAccount {

        @Override
        public Optional<Coins> charge(TrainingHistory history) {
            return account.charge(history).map(coins -> new Coins() {
                @Override
                public RandomGenerator sampling() {
                    return coins.sampling();
                }

                @Override
                public void noise(int stream, double[] target, int from, int length) {
                    coins.noise(stream, target, from, length);
                    for (int i = from; i < from + length; i++) {
                        target[i] *= factor;
                    }
                }
            });
        }

        @Override
        public void requirePaid(TrainingHistory history, long steps) {
            account.requirePaid(history, steps);
        }

        @Override
        public Coins repeat(TrainingHistory history) {
            return account.repeat(history);
        }

        @Override
        public PrivacyStatement statement() {
            return account.statement();
        }
    }

    /** A parameter for each canary, whose gradient it alone has; it is its own optimiser and never changes. */
    private static final class CanaryNetwork implements Network, Parameters, Optimizer {

        private static final int NONE = -1;

        private float[] gradients = new float[CANARIES];
        private FloatTensor input = FloatTensor.zeros(0, 0, 0, 0);

        @Override
        public FloatTensor forward(FloatTensor x, long... sampleSeeds) {
            input = x;
            return FloatTensor.zeros(x.dim(0), 1, 1, 1);
        }

        /** The canary in a row, or none. */
        private int canary(int row) {
            int first = (row * 3 + 2) * SIDE * SIDE;
            int number = Math.round((input.at(first) + 1) * HALF) * BASE + Math.round((input.at(first + 1) + 1) * HALF);
            return number < CANARIES ? number : NONE;
        }

        @Override
        public FloatTensor inputGradient(FloatTensor outputGradient) {
            return FloatTensor.zeros(input.shape());
        }

        @Override
        public void accumulateGradients(FloatTensor outputGradient) {
            for (int row = 0; row < input.dim(0); row++) {
                shout(row);
            }
        }

        private void shout(int row) {
            if (canary(row) != NONE) {
                gradients[canary(row)] += 1000;
            }
        }

        @Override
        public void gradientsOfRows(FloatTensor outputGradient, RowUse use) {
            for (int row = 0; row < input.dim(0); row++) {
                zeroGradients();
                shout(row);
                use.accept(row, gradients);
            }
        }

        @Override
        public Parameters parameters() {
            return this;
        }

        @Override
        public int count() {
            return CANARIES;
        }

        @Override
        public float[] values() {
            return new float[CANARIES];
        }

        @Override
        public void assign(float[] values) {}

        @Override
        public float[] gradients() {
            return gradients.clone();
        }

        @Override
        public void assignGradients(float[] replacement) {
            gradients = replacement.clone();
        }

        @Override
        public void zeroGradients() {
            Arrays.fill(gradients, 0);
        }

        @Override
        public List<ParameterTensor> layout() {
            return List.of(new ParameterTensor("canaries", 0, List.of(CANARIES)));
        }

        @Override
        public void step(double learningRate) {}

        @Override
        public AdamState state() {
            return new AdamState(0, new float[0], new float[0]);
        }

        @Override
        public void restore(AdamState state) {}

        @Override
        public void close() {}
    }
}
