package org.asyndgan.experiment.gan;

import java.time.Duration;
import org.asyndgan.core.drawing.SiteCode;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.core.folding.FoldSettings;
import org.asyndgan.core.folding.Schedule;
import org.asyndgan.core.folding.SiteWeighting;
import org.asyndgan.core.folding.Until;
import org.asyndgan.core.generator.GeneratorSettings;
import org.asyndgan.core.release.PreviewSettings;
import org.asyndgan.core.release.ReleaseChoice;
import org.asyndgan.core.release.ReleaseMasks;
import org.asyndgan.core.release.ReleaseSettings;
import org.asyndgan.core.site.DiscriminatorSettings;
import org.asyndgan.core.site.ImageDistanceSettings;
import org.asyndgan.core.site.mask.PairChoice;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.nn.architecture.DiscriminatorKind;
import org.asyndgan.nn.architecture.DiscriminatorNetwork;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.ResnetGenerator;
import org.asyndgan.nn.architecture.ResnetSettings;
import org.asyndgan.nn.architecture.ResnetSettings.Decoder;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.nn.network.MemoryNeed;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.optimizer.LearningRate;

/**
 * How a GAN is trained; the same budget for each of those that are compared.
 *
 * @param steps of the generator, or the most of one that ends once it has converged
 * @param batchSize images a site and step
 * @param width feature maps of the generator's first convolution
 * @param blocks residual blocks of the generator
 * @param dropout share of the maps' elements dropped inside blocks, the only noise
 * @param discriminatorWidth feature maps of a discriminator's first convolution
 * @param discriminatorLayers strided convolutions of a discriminator
 * @param loss of the game
 * @param learningRate of the generator
 * @param discriminatorLearningRate of the discriminators
 * @param decayFrom share of the run after which both learning rates fall to 0
 * @param averaging decay of the moving average of the generator's weights that pairs are drawn with
 * @param weighting of the sites, π
 * @param symmetry in which masks and real pairs are used
 * @param realPairs who chooses the real pairs that a discriminator learns from
 * @param samples synthetic pairs to draw; 0 for one a mask
 * @param releaseMasks what is drawn where there are more samples than masks
 * @param decoder of the generator
 * @param noise maps of noise that the generator is given with a mask
 * @param siteCode numbers that tell the generator whose mask it is given; 0 for none
 * @param discriminatorKind what discriminators are asked
 * @param discriminatorNormLayer of a discriminator of patches
 * @param until what a GAN is trained until; one of averaged weights takes all its steps
 */
public record GanSettings(
        long steps,
        int batchSize,
        int width,
        int blocks,
        double dropout,
        int discriminatorWidth,
        int discriminatorLayers,
        AdversarialLoss loss,
        double learningRate,
        double discriminatorLearningRate,
        double decayFrom,
        double averaging,
        SiteWeighting weighting,
        Augmentation symmetry,
        PairChoice realPairs,
        int samples,
        ReleaseMasks releaseMasks,
        Decoder decoder,
        int noise,
        int siteCode,
        DiscriminatorKind discriminatorKind,
        NormLayer discriminatorNormLayer,
        Until until) {

    private static final double NO_BOUND = 1e12;

    private ResnetSettings generator(int classes, int channels) {
        return new ResnetSettings(
                SiteCode.inputs(classes, siteCode),
                channels,
                width,
                blocks,
                NormLayer.INSTANCE,
                dropout,
                decoder,
                noise);
    }

    private DiscriminatorNetwork discriminator(int classes, int channels) {
        return discriminatorKind.network(
                classes, channels, discriminatorWidth, discriminatorLayers, discriminatorNormLayer);
    }

    /** The networks for images of so many classes and channels. */
    public Networks networks(int classes, int channels) {
        ResnetSettings generator = generator(classes, channels);
        DiscriminatorNetwork discriminator = discriminator(classes, channels);
        return new Networks() {
            @Override
            public Network generator(long seed) {
                return new ResnetGenerator(generator, seed);
            }

            @Override
            public Network discriminator(long seed) {
                return discriminator.open(seed);
            }
        };
    }

    /**
     * What the networks need in one process.
     *
     * @param side of the images, pixels
     * @param rows that the generator draws at once
     * @param discriminators that there are
     * @param images that each of them compares in a step with as many real ones
     */
    public MemoryNeed memory(int classes, int channels, int side, int rows, int discriminators, int images) {
        MemoryNeed all = ResnetGenerator.memory(generator(classes, channels), rows, side, side);
        MemoryNeed each = discriminator(classes, channels).memory(2 * images, side, side);
        for (int i = 0; i < discriminators; i++) {
            all = all.plus(each);
        }
        return all;
    }

    /** The generator's part among so many sites, each with so many images a step. */
    GeneratorSettings central(long seed, int sites, int images, ReleaseChoice release) {
        FoldSettings folding = new FoldSettings(
                FoldMode.SYNC,
                weighting,
                0,
                0,
                1,
                sites,
                Duration.ofDays(1),
                Duration.ofDays(1),
                NO_BOUND,
                Integer.MAX_VALUE,
                0);
        return new GeneratorSettings(
                seed,
                new Schedule(sites, steps, images, new LearningRate(learningRate, decayFrom), until),
                averaging,
                symmetry,
                sites * images,
                ReleaseSettings.once(samples, releaseMasks, release),
                Long.MAX_VALUE,
                folding,
                until == Until.CONVERGED ? PreviewSettings.toDecide(steps) : PreviewSettings.NONE);
    }

    DiscriminatorSettings site(long allSteps, ImageDistanceSettings judging) {
        return site(allSteps, judging, true);
    }

    /** @param tellsRealScores losses and scores of real images are told, which differential privacy does not cover */
    DiscriminatorSettings site(long allSteps, ImageDistanceSettings judging, boolean tellsRealScores) {
        return new DiscriminatorSettings(
                loss,
                new LearningRate(discriminatorLearningRate, decayFrom),
                allSteps,
                discriminatorNormLayer == NormLayer.BATCH,
                Long.MAX_VALUE,
                judging,
                discriminatorKind,
                tellsRealScores);
    }
}
