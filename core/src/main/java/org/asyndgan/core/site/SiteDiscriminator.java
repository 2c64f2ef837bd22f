package org.asyndgan.core.site;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.asyndgan.core.checkpoint.WeightsChecksum;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.NotFiniteException;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteReport;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.loss.DiscriminatorLoss;
import org.asyndgan.nn.loss.PatchLoss;
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
        this.network = network;
        this.optimizer = optimizer;
        this.masks = masks;
        this.realPairs = realPairs;
        this.settings = settings;
        this.loss = loss(settings, masks);
        this.imageShape = imageShape.clone();
        this.distance = new ImageDistance(masks, settings.distance());
    }

    private static DiscriminatorLoss loss(DiscriminatorSettings settings, SharedMasks masks) {
        return switch (settings.kind()) {
            case PATCH -> new PatchLoss(settings.loss());
            case SEGMENTING -> new SegmentingLoss(masks.pixels(), Optional.empty());
            case SEGMENTING_PATCH -> new SegmentingLoss(masks.pixels(), Optional.of(settings.loss()));
        };
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
     * Takes one step of D and backpropagates the adversarial loss to the synthetic images.
     *
     * @param millis wall time that the report will state, asked for when the work is done
     * @throws NotFiniteException if a loss or the gradient is not finite
     */
    public SiteGradient answer(SyntheticBatch batch, java.util.function.LongSupplier millis) {
        FloatTensor x = rows(batch.masks().stream().map(masks::labels));
        List<TrainingPair> pairs = realPairs.of(batch.masks(), steps);
        FloatTensor realX = rows(pairs.stream().map(TrainingPair::labels));
        FloatTensor realImages = FloatTensor.concatRows(
                pairs.stream().map(pair -> row(pair.image())).toList());
        Half real = new Half(realX, given(realX, realImages));
        Half fake = new Half(x, given(x, batch.images()));

        Step step = settings.couplesSamples() ? descendApart(real, fake) : descendTogether(real, fake);
        optimizer.step(
                settings.learningRate().at(Math.min(batch.drawnBy().step(), settings.steps() - 1), settings.steps()));
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
        return new SiteSnapshot(position, steps, network.parameters().values(), optimizer.state(), distance.newest());
    }

    void restore(SiteSnapshot snapshot) {
        steps = snapshot.steps();
        network.parameters().assign(snapshot.weights());
        optimizer.restore(snapshot.optimizer());
        distance.restore(snapshot.newestImages());
    }

    /** The real or the synthetic half of a step: the masks, and what D is given. */
    private record Half(FloatTensor x, FloatTensor input) {}

    private record Step(double loss, double realScore, double fakeScore) {}
}
