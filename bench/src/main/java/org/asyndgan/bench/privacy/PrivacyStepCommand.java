package org.asyndgan.bench.privacy;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.PrivacyStatement;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.site.DiscriminatorSettings;
import org.asyndgan.core.site.SiteDiscriminator;
import org.asyndgan.core.site.mask.RealPairs;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.core.site.privacy.PrivacyAccount;
import org.asyndgan.core.site.privacy.PrivateTraining;
import org.asyndgan.core.site.privacy.TrainingHistory;
import org.asyndgan.experiment.gan.PlannedAccount;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.PatchDiscriminator;
import org.asyndgan.nn.architecture.PatchSettings;
import org.asyndgan.nn.backend.Engine;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.nn.optimizer.Adam;
import org.asyndgan.nn.optimizer.AdamSettings;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.privacy.accountant.SubsampledGaussian;
import org.asyndgan.privacy.ledger.PrivacyLedger;
import org.asyndgan.privacy.secret.SecretCoins;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code asyndgan bench privacy}: a site's step with and without differential privacy. */
@Command(
        name = "privacy",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Times a site's whole answer to a batch of 8, as it is and under differential privacy: 500 images,"
                        + " 8 a step on the average, ledger and noise included. Steps alternate, so that both see the same"
                        + " machine.")
public final class PrivacyStepCommand implements Callable<Integer> {

    private static final SiteId SITE = new SiteId("bench");
    private static final int BATCH = 8;
    private static final int IMAGES = 500;
    private static final double NOISE = 4;
    private static final int WARM_UP = 5;

    @Spec
    private CommandSpec spec;

    @Option(names = "--image-size", paramLabel = "N", description = "Side of the images (${DEFAULT-VALUE}).")
    private int side = 128;

    @Option(names = "--width", paramLabel = "N", description = "Of the discriminator (${DEFAULT-VALUE}).")
    private int width = 32;

    @Option(names = "--layers", paramLabel = "N", description = "Of the discriminator (${DEFAULT-VALUE}).")
    private int layers = 3;

    @Option(names = "--steps", paramLabel = "N", description = "Timed steps of each (${DEFAULT-VALUE}).")
    private int steps = 30;

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("asyndgan-privacy");
        SharedMasks masks = masks();
        SecretCoins secret = new SecretCoins("a secret of a benchmark alone".getBytes(StandardCharsets.US_ASCII));
        long[] plainNanos = new long[steps];
        long[] privateNanos = new long[steps];
        try (PatchDiscriminator one = network();
                PatchDiscriminator other = network();
                PrivacyLedger ledger = PrivacyLedger.open(folder, "image", secret, InstantSource.system())) {
            SiteDiscriminator plain = new SiteDiscriminator(
                    one,
                    new Adam(one.parameters(), AdamSettings.GAN),
                    masks,
                    RealPairs.own(masks, step -> secret.at("pairs", step)),
                    settings(),
                    1,
                    side,
                    side);
            SiteDiscriminator hidden = SiteDiscriminator.underPrivacy(
                    other,
                    new Adam(other.parameters(), AdamSettings.GAN),
                    masks,
                    new PrivateTraining(masks.idsOfPairs(), BATCH, NOISE, 1),
                    new Account(ledger, secret),
                    TrainingHistory.beginning("bench"),
                    settings(),
                    1,
                    side,
                    side);
            for (int step = -WARM_UP; step < steps; step++) {
                SyntheticBatch batch = batch(masks, step + WARM_UP);
                long first = time(plain, batch);
                long second = time(hidden, batch);
                if (step >= 0) {
                    plainNanos[step] = first;
                    privateNanos[step] = second;
                }
            }
            print(plainNanos, privateNanos, one.parameters().count());
        } finally {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
        return 0;
    }

    private static long time(SiteDiscriminator discriminator, SyntheticBatch batch) {
        long start = System.nanoTime();
        if (discriminator.pay(batch).isPresent()) {
            throw new IllegalStateException("There is no budget that could be spent");
        }
        discriminator.answer(batch, () -> 0);
        return System.nanoTime() - start;
    }

    private void print(long[] plain, long[] hidden, int parameters) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%d pixels a side, %d parameters, batch %d, %d threads, median of %d steps%n",
                side,
                parameters,
                BATCH,
                Engine.threads(),
                steps);
        out.printf(Locale.ROOT, "  plain    %8.1f ms%n", median(plain));
        out.printf(Locale.ROOT, "  private  %8.1f ms  %.2f times%n", median(hidden), median(hidden) / median(plain));
        out.flush();
    }

    private static double median(long[] nanos) {
        return Arrays.stream(nanos).sorted().toArray()[nanos.length / 2] / 1e6;
    }

    private PatchDiscriminator network() {
        return new PatchDiscriminator(new PatchSettings(3, width, layers, NormLayer.INSTANCE), 1);
    }

    private DiscriminatorSettings settings() {
        return new DiscriminatorSettings(
                AdversarialLoss.LEAST_SQUARES, new LearningRate(2e-4, 1), WARM_UP + steps, false, 100);
    }

    private SharedMasks masks() {
        List<TrainingPair> pairs = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int pair = 0; pair < IMAGES; pair++) {
            byte[] labels = new byte[side * side];
            for (int i = 0; i < labels.length / 2; i++) {
                labels[i] = 1;
            }
            pairs.add(new TrainingPair(noise(random, 1, side, side), LabelMap.of(side, side, 2, labels)));
        }
        DatasetSettings settings = DatasetSettings.resized(side).withChannels(1).with(Augmentation.NONE);
        return new SharedMasks(
                SITE,
                SiteDataset.of(SITE.slug(), new ClassTable(List.of(0, 1)), settings, pairs),
                "the secret of a benchmark".getBytes(StandardCharsets.US_ASCII),
                1,
                new Seed(1));
    }

    private SyntheticBatch batch(SharedMasks masks, int number) {
        return new SyntheticBatch(
                new BatchId(SITE, number),
                GeneratorVersion.INITIAL,
                IntStream.range(0, BATCH)
                        .mapToObj(i -> new MaskUse(masks.ids().get(i), 0))
                        .toList(),
                noise(new SplittableRandom(number), BATCH, 1, side, side));
    }

    private static FloatTensor noise(RandomGenerator random, int... shape) {
        float[] values = new float[Math.toIntExact(FloatTensor.elements(shape))];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        return FloatTensor.adopt(values, shape);
    }

    /** As a site's, without a budget. */
    private record Account(PrivacyLedger ledger, SecretCoins secret) implements PrivacyAccount {

        private static final double DELTA = 1e-5;
        private static final SubsampledGaussian STEP = new SubsampledGaussian((double) BATCH / IMAGES, NOISE);

        @Override
        public Optional<Coins> charge(TrainingHistory history) {
            return ledger.charge("bench", history.bytes(), STEP, OptionalDouble.of(1e6), DELTA)
                    ? Optional.of(repeat(history))
                    : Optional.empty();
        }

        @Override
        public void requirePaid(TrainingHistory history, long steps) {
            ledger.requireCharged("bench", history.bytes(), steps);
        }

        @Override
        public Coins repeat(TrainingHistory history) {
            return new PlannedAccount(secret, statement()).repeat(history);
        }

        @Override
        public PrivacyStatement statement() {
            return new PrivacyStatement("image", IMAGES, 1, DELTA, NOISE, STEP.rate(), 0);
        }
    }
}
