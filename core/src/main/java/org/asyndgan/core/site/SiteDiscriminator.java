package org.asyndgan.core.site;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.asyndgan.core.checkpoint.SnapshotException;
import org.asyndgan.core.checkpoint.WeightsChecksum;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.NotFiniteException;
import org.asyndgan.core.protocol.PrivacyStatement;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteReport;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.site.mask.RealPairs;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.core.site.privacy.PrivacyAccount;
import org.asyndgan.core.site.privacy.PrivateHalf;
import org.asyndgan.core.site.privacy.PrivateTraining;
import org.asyndgan.core.site.privacy.TrainingHistory;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.loss.DiscriminatorLoss;
import org.asyndgan.nn.loss.SegmentingLoss;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.optimizer.Optimizer;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * One site's discriminator D_j as a deterministic machine: batches in topic order in, gradients out.
 *
 * <p>For a batch (x, ŷ) and real pairs (x', y), which {@link RealPairs} chooses, it takes one Adam step on
 *
 * <pre>L_D = ½ (ℓ(D(x', y), real) + ℓ(D(x, ŷ), fake))</pre>
 *
 * and answers ∂L_G/∂ŷ of the adversarial loss L_G = ℓ(D(x, ŷ), real) through the <em>updated</em> D: the
 * order of the reference code (docs/paper-map.md). All losses are means over batch and patches. A discriminator that segments is
 * not given x; {@link SegmentingLoss} says what it descends instead.
 *
 * <p>Under differential privacy {@link PrivateHalf} says what the real half becomes; all that is answered is then a function
 * of a D that was trained so, and of public things.
 *
 * <p>Not thread-safe.
 */
public final class SiteDiscriminator {

    private final Network network;
    private final Optimizer optimizer;
    private final SharedMasks masks;
    private final RealPairs realPairs;
    private final DiscriminatorSettings settings;
    private final DiscriminatorLoss loss;
    private final int[] imageShape;
    private final ImageDistance distance;
    private final Optional<Privacy> privacy;
    private TrainingHistory history = TrainingHistory.NONE;
    private Optional<PrivacyAccount.Coins> paid = Optional.empty();
    private long steps;

    /**
     * @param network with its initial weights, of the settings' kind; [B, K + C, H, W] in, or [B, C, H, W] where it segments
     * @param realPairs that D learns from
     * @param imageShape [C, H, W]
     */
    public SiteDiscriminator(
            Network network,
            Optimizer optimizer,
            SharedMasks masks,
            RealPairs realPairs,
            DiscriminatorSettings settings,
            int... imageShape) {
        this(network, optimizer, masks, realPairs, Optional.empty(), settings, imageShape);
    }

    private SiteDiscriminator(
            Network network,
            Optimizer optimizer,
            SharedMasks masks,
            RealPairs realPairs,
            Optional<Privacy> privacy,
            DiscriminatorSettings settings,
            int... imageShape) {
        this.network = network;
        this.optimizer = optimizer;
        this.masks = masks;
        this.realPairs = realPairs;
        this.settings = settings;
        this.loss = settings.kind().loss(settings.loss(), masks.pixels());
        this.imageShape = imageShape.clone();
        this.distance = new ImageDistance(masks, settings.distance());
        this.privacy = privacy;
    }

    /**
     * One whose real half is learnt under differential privacy.
     *
     * @param training how
     * @param account that each step is paid from, and its random numbers come from
     * @param beginning of the history: all that the first step depends on beside its batch
     * @throws IllegalArgumentException if D couples samples, or something is measured on real images and told
     */
    public static SiteDiscriminator underPrivacy(
            Network network,
            Optimizer optimizer,
            SharedMasks masks,
            PrivateTraining training,
            PrivacyAccount account,
            TrainingHistory beginning,
            DiscriminatorSettings settings,
            int... imageShape) {
        if (settings.couplesSamples()) {
            throw new IllegalArgumentException(
                    "Differential privacy needs a discriminator that looks at each image alone;"
                            + " BatchNorm couples them. Take norm-layer instance or spectral");
        }
        if (settings.sendsRealScores() || settings.distance().every() > 0) {
            throw new IllegalArgumentException(
                    "Scores of real images and distances to them are not covered by differential"
                            + " privacy; leave send-real-scores and judge-every off");
        }
        SiteDiscriminator discriminator = new SiteDiscriminator(
                network,
                optimizer,
                masks,
                (uses, step) -> List.of(),
                Optional.of(new Privacy(new PrivateHalf(training, masks), account)),
                settings,
                imageShape);
        discriminator.history = beginning;
        return discriminator;
    }

    /** What makes it impossible to answer a batch, completing "the batch …"; nothing if it is sound. */
    public Optional<Rejection> faultOf(SyntheticBatch batch) {
        int[] shape = batch.images().shape();
        if (!Arrays.equals(shape, 1, 4, imageShape, 0, 3)) {
            return fault("has images " + batch.images() + ", but this site's are [B, " + imageShape[0] + ", "
                    + imageShape[1] + ", " + imageShape[2] + "]");
        }
        for (MaskUse use : batch.masks()) {
            if (!masks.contains(use.mask())) {
                return fault("names mask " + use.mask() + ", which this site has not shared");
            }
        }
        return batch.images().isFinite() ? Optional.empty() : fault("has images that are not finite");
    }

    private static Optional<Rejection> fault(String reason) {
        return Optional.of(new Rejection(Rejection.Kind.FAULTY, reason));
    }

    /**
     * Pays for the answer to a batch where privacy is to be paid for; must come before {@link #answer}.
     *
     * @return why the site cannot answer any more, completing "the site leaves because …"; nothing if it can
     */
    public Optional<String> pay(SyntheticBatch batch) {
        if (privacy.isEmpty()) {
            return Optional.empty();
        }
        PrivacyAccount account = privacy.get().account();
        TrainingHistory next = history.then(batch);
        paid = account.charge(next);
        if (paid.isEmpty()) {
            return Optional.of("the privacy budget of its images is spent: "
                    + account.statement().words() + " (ADG-425)");
        }
        history = next;
        return Optional.empty();
    }

    /** Readies the answer to a batch that was paid for and answered before a restart. */
    void payAgain(SyntheticBatch batch) {
        privacy.ifPresent(own -> {
            history = history.then(batch);
            paid = Optional.of(own.account().repeat(history));
        });
    }

    /** What the site says of its privacy, if it trains under any. */
    Optional<PrivacyStatement> statement() {
        return privacy.map(own -> own.account().statement());
    }

    /**
     * Takes one step of D and backpropagates the adversarial loss to the synthetic images.
     *
     * @param millis wall time that the report will state, asked for when the work is done
     * @throws NotFiniteException if a loss or the gradient is not finite
     */
    public SiteGradient answer(SyntheticBatch batch, java.util.function.LongSupplier millis) {
        FloatTensor x = rows(batch.masks().stream().map(masks::labels));
        Half fake = new Half(x, given(x, batch.images()));

        Step step = privacy.isPresent() ? descendPrivately(batch, fake) : descend(batch, fake);
        long length = batch.length() > 0 ? batch.length() : settings.steps();
        optimizer.step(settings.learningRate().at(Math.min(batch.drawnBy().step(), length - 1), length));
        steps++;

        FloatTensor logits = network.forward(fake.input());
        DiscriminatorLoss.Result adversarial = loss.ofGenerator(logits, x);
        FloatTensor gradient = network.inputGradient(adversarial.gradient());
        FloatTensor toImages = gradient.channels(gradient.dim(1) - imageShape[0], gradient.dim(1));
        if (!Double.isFinite(step.loss()) || !Double.isFinite(adversarial.value()) || !toImages.isFinite()) {
            throw new NotFiniteException(
                    "ADG-401",
                    "The discriminator's loss became " + step.loss() + " and its gradient "
                            + (toImages.isFinite() ? "finite" : "not finite") + " at its step " + steps
                            + network.parameters().originOfNonFinite()
                            + ", answering batch " + batch.id()
                            + ". Nothing was sent or saved; restart with a lower learning-rate.");
        }
        OptionalDouble measured = distance.measure(batch, steps);
        return new SiteGradient(
                batch.id(),
                batch.drawnBy(),
                toImages,
                new SiteReport(
                        step.loss(),
                        adversarial.value(),
                        step.realScore(),
                        step.fakeScore(),
                        steps,
                        millis.getAsLong(),
                        measured));
    }

    /** What D is given of masks and images. */
    private FloatTensor given(FloatTensor x, FloatTensor images) {
        return settings.kind().segments() ? images : FloatTensor.concatChannels(x, images);
    }

    private Step descend(SyntheticBatch batch, Half fake) {
        List<TrainingPair> pairs = realPairs.of(batch.masks(), steps);
        FloatTensor realX = rows(pairs.stream().map(TrainingPair::labels));
        FloatTensor realImages = FloatTensor.concatRows(
                pairs.stream().map(pair -> row(pair.image())).toList());
        Half real = new Half(realX, given(realX, realImages));
        return settings.couplesSamples() ? descendApart(real, fake) : descendTogether(real, fake);
    }

    /** The real half clipped and noisy, the fake half as it is; that the loss is finite depends on the latter alone. */
    private Step descendPrivately(SyntheticBatch batch, Half fake) {
        PrivacyAccount.Coins coins = paid.orElseThrow(
                () -> new IllegalStateException("Batch " + batch.id() + " was not paid for; call pay before answer"));
        paid = Optional.empty();
        network.parameters().zeroGradients();
        FloatTensor ofFake = network.forward(fake.input());
        DiscriminatorLoss.Result onFake = loss.ofDiscriminator(ofFake, fake.x(), false);
        network.accumulateGradients(onFake.gradient().times(0.5));
        float[] gradient = network.parameters().gradients();

        PrivateHalf half = privacy.orElseThrow().half();
        FloatTensor image = batch.images().rows(0, 1);
        PrivateHalf.Gradient ofReal = half.gradient(
                network,
                loss,
                half.draw(coins.sampling(), batch.masks()),
                batch.size(),
                this::given,
                new TrainingPair(
                        image.reshape(image.dim(1), image.dim(2), image.dim(3)),
                        masks.labels(batch.masks().get(0))),
                coins);
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] += (float) (0.5 * ofReal.values()[i]);
        }
        network.parameters().assignGradients(gradient);
        double real = Double.isFinite(ofReal.loss()) ? ofReal.loss() : 0;
        return new Step(0.5 * (real + onFake.value()), ofReal.realness(), loss.realness(ofFake));
    }

    /** One pass over [real; fake], legal because no sample looks at another. */
    private Step descendTogether(Half real, Half fake) {
        network.parameters().zeroGradients();
        int size = real.input().dim(0);
        FloatTensor logits = network.forward(FloatTensor.concatRows(List.of(real.input(), fake.input())));
        FloatTensor ofReal = logits.rows(0, size);
        FloatTensor ofFake = logits.rows(size, 2 * size);
        DiscriminatorLoss.Result onReal = loss.ofDiscriminator(ofReal, real.x(), true);
        DiscriminatorLoss.Result onFake = loss.ofDiscriminator(ofFake, fake.x(), false);
        network.accumulateGradients(FloatTensor.concatRows(
                List.of(onReal.gradient().times(0.5), onFake.gradient().times(0.5))));
        return step(onReal, onFake, ofReal, ofFake);
    }

    private Step descendApart(Half real, Half fake) {
        network.parameters().zeroGradients();
        FloatTensor ofFake = network.forward(fake.input());
        DiscriminatorLoss.Result onFake = loss.ofDiscriminator(ofFake, fake.x(), false);
        network.accumulateGradients(onFake.gradient().times(0.5));
        FloatTensor ofReal = network.forward(real.input());
        DiscriminatorLoss.Result onReal = loss.ofDiscriminator(ofReal, real.x(), true);
        network.accumulateGradients(onReal.gradient().times(0.5));
        return step(onReal, onFake, ofReal, ofFake);
    }

    private Step step(
            DiscriminatorLoss.Result onReal, DiscriminatorLoss.Result onFake, FloatTensor ofReal, FloatTensor ofFake) {
        return new Step(0.5 * (onReal.value() + onFake.value()), loss.realness(ofReal), loss.realness(ofFake));
    }

    private static FloatTensor rows(Stream<LabelMap> labels) {
        return FloatTensor.concatRows(
                labels.map(LabelMap::oneHot).map(SiteDiscriminator::row).toList());
    }

    private static FloatTensor row(FloatTensor one) {
        return one.reshape(1, one.dim(0), one.dim(1), one.dim(2));
    }

    /** Optimiser steps of D so far. */
    public long steps() {
        return steps;
    }

    /** CRC-32C over the weights of D. */
    public long checksum() {
        return WeightsChecksum.of(network.parameters().values());
    }

    SiteSnapshot snapshot(long position) {
        return new SiteSnapshot(
                position, steps, network.parameters().values(), optimizer.state(), distance.newest(), history);
    }

    void restore(SiteSnapshot snapshot) {
        if (privacy.isPresent() && snapshot.history().isNone()) {
            throw new SnapshotException(
                    "ADG-423",
                    "The discriminator in this state folder learnt from real images without differential privacy before"
                            + " step " + snapshot.steps() + ", so what it answers from now on would not have it either."
                            + " Begin a new run with an empty state folder, or go on with privacy none.",
                    null);
        }
        if (snapshot.steps() > 0) {
            privacy.ifPresent(own -> own.account().requirePaid(snapshot.history(), snapshot.steps()));
        }
        history = snapshot.history();
        steps = snapshot.steps();
        network.parameters().assign(snapshot.weights());
        optimizer.restore(snapshot.optimizer());
        distance.restore(snapshot.newestImages());
    }

    /** The real or the synthetic half of a step: the masks, and what D is given. */
    private record Half(FloatTensor x, FloatTensor input) {}

    private record Step(double loss, double realScore, double fakeScore) {}

    private record Privacy(PrivateHalf half, PrivacyAccount account) {}
}
