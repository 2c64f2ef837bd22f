package org.asyndgan.core.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.simulation.LinearNetwork;
import org.asyndgan.core.simulation.Momentum;
import org.asyndgan.core.simulation.TinySites;
import org.asyndgan.core.site.mask.RealPairs;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteDiscriminatorTest {

    private static final SiteId MERCY = new SiteId("mercy");

    @TempDir
    Path root;

    private SharedMasks masks;
    private SiteDiscriminator discriminator;

    @BeforeEach
    void openSite() {
        SiteDataset dataset = TinySites.read(TinySites.in(root, "mercy").get(0), 8);
        masks = new SharedMasks(MERCY, dataset, "secret".getBytes(StandardCharsets.UTF_8), 1, new Seed(3));
        discriminator = open(new LearningRate(0.02, 1), 10);
    }

    private SiteDiscriminator open(LearningRate rate, long steps) {
        LinearNetwork network = new LinearNetwork(3, 1, 0.1f, 0.2f, -0.1f);
        return new SiteDiscriminator(
                network,
                new Momentum(network.parameters()),
                masks,
                RealPairs.own(masks, step -> new Seed(5).at(step).random()),
                new DiscriminatorSettings(AdversarialLoss.LEAST_SQUARES, rate, steps, false, 4),
                1,
                8,
                8);
    }

    @Test
    void findsNoFaultInABatchOfItsOwnMasks() {
        assertThat(discriminator.faultOf(batch(masks.all().get(0).id(), FloatTensor.zeros(1, 1, 8, 8))))
                .isEmpty();
    }

    @Test
    void refusesAMaskThatItHasNotShared() {
        assertThat(discriminator.faultOf(batch("foreign", FloatTensor.zeros(1, 1, 8, 8))))
                .contains(new Rejection(Rejection.Kind.FAULTY, "names mask foreign, which this site has not shared"));
    }

    @Test
    void refusesImagesOfAnotherSize() {
        assertThat(discriminator.faultOf(batch(masks.all().get(0).id(), FloatTensor.zeros(1, 1, 4, 4))))
                .hasValueSatisfying(fault -> assertThat(fault.reason()).endsWith("but this site's are [B, 1, 8, 8]"));
    }

    @Test
    void refusesImagesThatAreNotFinite() {
        float[] pixels = new float[64];
        pixels[5] = Float.NaN;

        assertThat(discriminator.faultOf(batch(masks.all().get(0).id(), FloatTensor.adopt(pixels, 1, 1, 8, 8))))
                .contains(new Rejection(Rejection.Kind.FAULTY, "has images that are not finite"));
    }

    /** A run that turns out to be shorter than a site was told ends as if it had been told. */
    @Test
    void followsTheLengthThatABatchNames() {
        FloatTensor images = FloatTensor.zeros(1, 1, 8, 8);
        String mask = masks.all().get(0).id();
        SiteDiscriminator told = open(new LearningRate(0.02, 0.5), 1000);
        SiteDiscriminator begunSo = open(new LearningRate(0.02, 0.5), 10);
        SiteDiscriminator neither = open(new LearningRate(0.02, 0.5), 1000);
        for (int step = 0; step < 10; step++) {
            SyntheticBatch batch = new SyntheticBatch(
                    new BatchId(MERCY, step), new GeneratorVersion(1, step), List.of(new MaskUse(mask, 0)), images);
            told.answer(step < 5 ? batch : batch.ofLength(10), () -> 0);
            begunSo.answer(batch, () -> 0);
            neither.answer(batch, () -> 0);
        }

        assertThat(told.checksum()).isEqualTo(begunSo.checksum());
        assertThat(told.checksum()).isNotEqualTo(neither.checksum());
    }

    private static SyntheticBatch batch(String mask, FloatTensor images) {
        return new SyntheticBatch(
                new BatchId(MERCY, 0), GeneratorVersion.INITIAL, List.of(new MaskUse(mask, 0)), images);
    }
}
