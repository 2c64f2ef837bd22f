package org.asyndgan.experiment.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.site.DiscriminatorSettings;
import org.asyndgan.core.site.mask.MaskSource;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.PatchDiscriminator;
import org.asyndgan.nn.architecture.PatchSettings;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.nn.optimizer.Adam;
import org.asyndgan.nn.optimizer.AdamSettings;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.privacy.attack.PixelBisection;
import org.asyndgan.privacy.attack.Roc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The attacks are known to work where there is something to find, and find nothing where there is nothing. */
class PrivacyAuditTest {

    private static final int SIDE = 16;
    private static final int MEMBERS = 16;
    private static final AdversarialLoss LOSS = AdversarialLoss.LEAST_SQUARES;

    /** Of one distribution, so that nothing but having been trained on tells members from others. */
    private static final List<TrainingPair> MEMBER_PAIRS = pairs(1, MEMBERS);

    private static final List<TrainingPair> OTHER_PAIRS = pairs(2, MEMBERS);

    /** Weights of a discriminator that knows the members by heart. */
    private static float[] byHeart;

    private PatchDiscriminator network;

    @BeforeAll
    static void overfit() {
        try (PatchDiscriminator overfitted = untrained()) {
            train(overfitted);
            byHeart = overfitted.parameters().values();
        }
    }

    @BeforeEach
    void openNetwork() {
        network = untrained();
    }

    private static PatchDiscriminator untrained() {
        return new PatchDiscriminator(new PatchSettings(3, 16, 1, NormLayer.INSTANCE), 5);
    }

    @AfterEach
    void closeNetwork() {
        network.close();
    }

    @Test
    void catchesADiscriminatorThatKnowsItsImagesByHeart() {
        network.parameters().assign(byHeart);

        Attack attack = DiscriminatorAttack.on(site());

        assertThat(attack.roc().auc().value()).isGreaterThan(0.9);
        assertThat(attack.roc().auc().low()).isGreaterThan(0.8);
        assertThat(holdsHalf(attack.control())).isTrue();
    }

    @Test
    void soDoesACuriousGenerator() {
        network.parameters().assign(byHeart);

        // All masks are alike here, so that the images alone can tell: under their own masks and under others'.
        List<Attack> attacks = curious().membership();

        for (Attack attack : List.of(attacks.get(0), attacks.get(2))) {
            assertThat(attack.roc().auc().value()).isGreaterThan(0.8);
            assertThat(attack.roc().auc().low()).isGreaterThan(0.6);
        }
    }

    @Test
    void findsNothingInADiscriminatorThatHasLearntNothing() {
        assertThat(holdsHalf(DiscriminatorAttack.on(site()).roc())).isTrue();
        assertThat(holdsHalf(curious().membership().get(0).roc())).isTrue();
    }

    /** A generator that says that the run is long over may ask for ever and does not train D. */
    @Test
    void questionsLeaveTheDiscriminatorAsItWas() {
        network.parameters().assign(byHeart);

        curious().membership();

        assertThat(network.parameters().values())
                .usingComparatorWithPrecision(1e-9f)
                .containsExactly(byHeart);
    }

    /** Guessing gets one pixel in 256 right; even a discriminator that knows the images by heart gives hardly more away. */
    @Test
    void whatASiteSendsRebuildsHardlyAPixel() {
        network.parameters().assign(byHeart);

        Hits pixels = curious().pixels();

        assertThat(pixels.trials()).isEqualTo(4L * SIDE * SIDE);
        assertThat(pixels.share()).isLessThan(0.03);
    }

    /** The sign of an L1 loss's gradient is that of synthetic minus real: what the reference code sends. */
    @Test
    void thePairedLossWouldGiveEveryPixelAway() {
        float[] real = MEMBER_PAIRS.get(0).image().toArray();
        int[] truth = new int[real.length];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = Math.round((real[i] + 1) * 127.5f);
        }

        int[] rebuilt = PixelBisection.rebuild(truth.length, guess -> {
            boolean[] isAbove = new boolean[guess.length];
            for (int i = 0; i < guess.length; i++) {
                double gradientOfL1 = Math.signum((double) guess[i] - truth[i]);
                isAbove[i] = gradientOfL1 < 0;
            }
            return isAbove;
        });

        assertThat(rebuilt).isEqualTo(truth);
    }

    private static boolean holdsHalf(Roc roc) {
        return roc.auc().low() <= 0.5 && roc.auc().high() >= 0.5;
    }

    /** Members are real, ever new images of the same kind are synthetic. */
    private static void train(PatchDiscriminator network) {
        Adam adam = new Adam(network.parameters(), AdamSettings.GAN);
        FloatTensor real = inputs(MEMBER_PAIRS);
        for (int step = 0; step < 200; step++) {
            FloatTensor fake = inputs(pairs(100 + step, MEMBERS));
            network.parameters().zeroGradients();
            FloatTensor logits = network.forward(FloatTensor.concatRows(List.of(real, fake)));
            network.accumulateGradients(FloatTensor.concatRows(List.of(
                    LOSS.gradient(logits.rows(0, MEMBERS), true),
                    LOSS.gradient(logits.rows(MEMBERS, 2 * MEMBERS), false))));
            adam.step(3e-3);
        }
    }

    private static FloatTensor inputs(List<TrainingPair> pairs) {
        List<FloatTensor> rows = new ArrayList<>();
        for (TrainingPair pair : pairs) {
            FloatTensor both = FloatTensor.concatChannels(row(pair.labels().oneHot()), row(pair.image()));
            rows.add(both);
        }
        return FloatTensor.concatRows(rows);
    }

    private static FloatTensor row(FloatTensor one) {
        return one.reshape(1, one.dim(0), one.dim(1), one.dim(2));
    }

    private CuriousGenerator curious() {
        return new CuriousGenerator(site(), new SiteInMemory(site()));
    }

    private AuditedSite site() {
        return new AuditedSite(
                new SiteId("mercy"), dataset(), OTHER_PAIRS, MaskSource.OWN, masks(), List.of(), network, settings());
    }

    private SharedMasks masks() {
        return new SharedMasks(
                new SiteId("mercy"), dataset(), "secret".getBytes(StandardCharsets.UTF_8), 1, new Seed(3));
    }

    private SiteDataset dataset() {
        return SiteDataset.of(
                "mercy",
                new ClassTable(List.of(0, 1)),
                DatasetSettings.resized(SIDE).withChannels(1).with(Augmentation.NONE),
                MEMBER_PAIRS);
    }

    private static DiscriminatorSettings settings() {
        return new DiscriminatorSettings(LOSS, new LearningRate(2e-4, 0.5), 100, false, 10);
    }

    /** Noise under one mask. */
    private static List<TrainingPair> pairs(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] labels = new byte[SIDE * SIDE];
        Arrays.fill(labels, 0, labels.length / 2, (byte) 1);
        List<TrainingPair> pairs = new ArrayList<>();
        for (int pair = 0; pair < count; pair++) {
            float[] image = new float[SIDE * SIDE];
            for (int i = 0; i < image.length; i++) {
                image[i] = random.nextInt(256) / 127.5f - 1;
            }
            pairs.add(new TrainingPair(FloatTensor.adopt(image, 1, SIDE, SIDE), LabelMap.of(SIDE, SIDE, 2, labels)));
        }
        return pairs;
    }
}
