package org.asyndgan.discriminator.worker;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.asyndgan.core.checkpoint.TrainingIdentity;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.site.DiscriminatorSettings;
import org.asyndgan.core.site.ImageDistanceSettings;
import org.asyndgan.core.site.mask.MaskSource;
import org.asyndgan.core.site.mask.PairChoice;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.Fit;
import org.asyndgan.imaging.dataset.IntensityScaling;
import org.asyndgan.imaging.folder.LabelMapping;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.nn.architecture.DiscriminatorKind;
import org.asyndgan.nn.architecture.DiscriminatorNetwork;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.worker.setting.RunDefaults;
import org.asyndgan.worker.setting.Settings;
import org.asyndgan.worker.setting.SettingsException;

/**
 * Settings of one site's worker.
 *
 * @param name of the site
 * @param data folder with the site's {@code images} and {@code labels}; it never leaves the site
 * @param state folder of snapshots and of the secret behind the masks' ids
 * @param initialWeights {@code .safetensors} file that the discriminator begins with, instead of weights drawn from the
 *     seed
 * @param maskSeed makes the ids of masks repeatable; whoever knows it can tell which mask is which, so it
 *     is for runs on one machine. Not set: a secret drawn at the first start and kept in {@code state}
 * @param realPairs who chooses the real pairs that a step learns from: {@code own}, or {@code named-by-generator} for the
 *     reference code's pairing, which lets the generator choose them down to one patient; not set: own, and for a run that
 *     has begun what it began with
 * @param maskSource what the masks are: the site's own, or {@code morphed}, made of them so that none is anybody's
 * @param viewsPerPair masks lent of every training pair: 1 for whole images, more for windows
 * @param labelValues values of the label files that are the classes, 0 first, the same at all sites; empty
 *     takes those that this site's files hold
 * @param labelMap what becomes of the values of this site's label files before they are classes, such as
 *     {@code 255=1}
 * @param acceptDoubts whether the site may take part although something makes a score mean little
 * @param imageSize side of images and masks, pixels
 * @param channels C of the images: 1 or 3
 * @param fit how images of any size become squares
 * @param loadSize length of the shorter side before windows are cut; 0 keeps the file's
 * @param intensityScaling of the images, to [-1, 1]
 * @param seed of the discriminator's initial weights and of the windows
 * @param loss the adversarial loss, the same at all sites
 * @param learningRate of Adam
 * @param decayFrom share of the run after which the learning rate falls to 0
 * @param steps of the generator in the whole run
 * @param batchSize of the generator, so that the limits of the site's topics can be checked at the start
 * @param width feature maps of the network's first convolution
 * @param layers strided convolutions of a network of patches
 * @param normLayer of a network of patches
 * @param discriminator what the network is asked
 * @param judgeEvery answers between two messages of how far the synthetic images are from the site's own, such as 25; 0
 *     tells none
 * @param judgeOver how many of the newest synthetic images that is measured over
 * @param sendRealScores says that the losses and scores of real images, and the time of computing, leave the site with its
 *     gradients and events
 * @param privacy how the discriminator learns from real images: {@code none}, as they are, or {@code dp}, under differential
 *     privacy
 * @param privacyUnit what is protected; not set: patients where the manifest names one for every training image, else
 *     images
 * @param privacyEpsilon that all runs on these images together may cost; needed with {@code dp}
 * @param privacyDelta of that epsilon, well below one over the number of units
 * @param privacyNoise standard deviation of the noise over the clipping norm; not set: the least with which {@code steps}
 *     steps, and a fiftieth and 64 more, stay within the budget, had nothing been spent before
 * @param privacyClip largest norm of what one unit adds to a step
 * @param privacyBatch units that a step draws on the average
 * @param privacyLedger folder of the ledger, one for all runs on these images, not within {@code state}; needed with {@code
 *     dp}
 * @param dangerouslyExceedPrivacyBudget says that the site goes on when the budget is spent
 * @param snapshotEvery answers between snapshots
 * @param keepSnapshots number of snapshots kept
 * @param heartbeatEvery how often the site says that it is alive; well under the generator's silence
 * @param logEvery answers between two lines of the log
 */
@ConfigurationProperties(SiteProperties.PREFIX)
public record SiteProperties(
        @Nullable String name,
        @Nullable String data,
        @Nullable String state,
        @Nullable String initialWeights,
        @Nullable Long maskSeed,
        @Nullable PairChoice realPairs,
        @Bindable(defaultValue = "OWN") MaskSource maskSource,
        @Bindable(defaultValue = "1") int viewsPerPair,
        @Nullable List<Integer> labelValues,
        @Nullable List<String> labelMap,
        @Bindable(defaultValue = "false") boolean acceptDoubts,
        @Bindable(defaultValue = RunDefaults.IMAGE_SIZE) int imageSize,
        @Bindable(defaultValue = RunDefaults.CHANNELS) int channels,
        @Bindable(defaultValue = RunDefaults.FIT) Fit fit,
        @Bindable(defaultValue = RunDefaults.LOAD_SIZE) int loadSize,
        @Bindable(defaultValue = RunDefaults.INTENSITY_SCALING) IntensityScaling intensityScaling,
        @Bindable(defaultValue = RunDefaults.SEED) long seed,
        @Bindable(defaultValue = "LEAST_SQUARES") AdversarialLoss loss,
        @Bindable(defaultValue = RunDefaults.LEARNING_RATE) double learningRate,
        @Bindable(defaultValue = RunDefaults.DECAY_FROM) double decayFrom,
        @Bindable(defaultValue = RunDefaults.STEPS) long steps,
        @Bindable(defaultValue = RunDefaults.BATCH_SIZE) int batchSize,
        @Bindable(defaultValue = RunDefaults.WIDTH) int width,
        @Bindable(defaultValue = "3") int layers,
        @Bindable(defaultValue = RunDefaults.NORM_LAYER) NormLayer normLayer,
        @Bindable(defaultValue = "PATCH") DiscriminatorKind discriminator,
        @Bindable(defaultValue = "0") long judgeEvery,
        @Bindable(defaultValue = "64") int judgeOver,
        @Bindable(defaultValue = "false") boolean sendRealScores,
        @Bindable(defaultValue = "NONE") PrivacyKind privacy,
        @Nullable PrivacyUnit privacyUnit,
        @Nullable Double privacyEpsilon,
        @Bindable(defaultValue = "1e-5") double privacyDelta,
        @Nullable Double privacyNoise,
        @Bindable(defaultValue = "1") double privacyClip,
        @Bindable(defaultValue = "8") int privacyBatch,
        @Nullable String privacyLedger,
        @Bindable(defaultValue = "false") boolean dangerouslyExceedPrivacyBudget,
        @Bindable(defaultValue = RunDefaults.SNAPSHOT_EVERY) long snapshotEvery,
        @Bindable(defaultValue = RunDefaults.KEEP_SNAPSHOTS) int keepSnapshots,
        @Bindable(defaultValue = "5s") Duration heartbeatEvery,
        @Bindable(defaultValue = "100") long logEvery) {

    static final String PREFIX = "asyndgan.site";

    private static final Set<String> NOT_OF_THE_STATE = Set.of(
            "name",
            "data",
            "state",
            "initialWeights",
            "maskSeed",
            "maskSource", // the masks' ids tell
            "realPairs", // a file of the state folder holds it
            "sendRealScores",
            // What they come to is in the identity; a budget may be extended.
            "privacyUnit",
            "privacyEpsilon",
            "privacyDelta",
            "privacyNoise",
            "privacyClip",
            "privacyBatch",
            "privacyLedger",
            "dangerouslyExceedPrivacyBudget",
            "labelValues",
            "batchSize",
            "snapshotEvery",
            "keepSnapshots",
            "heartbeatEvery",
            "logEvery");

    private static final int SEGMENTING_DIVISOR = 8;

    public SiteProperties {
        labelValues = labelValues == null ? List.of() : List.copyOf(labelValues);
        labelMap = labelMap == null ? List.of() : List.copyOf(labelMap);
        if (viewsPerPair < 1 || batchSize < 1 || keepSnapshots < 1 || logEvery < 1) {
            throw new IllegalArgumentException("views-per-pair " + viewsPerPair + ", batch-size " + batchSize
                    + ", keep-snapshots " + keepSnapshots + " and log-every " + logEvery + " must be at least 1");
        }
        if (heartbeatEvery.isNegative() || heartbeatEvery.isZero()) {
            throw new IllegalArgumentException("heartbeat-every " + heartbeatEvery + " must be longer than nothing");
        }
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("channels " + channels + " must be 1 or 3");
        }
        if (discriminator.segments() && imageSize % SEGMENTING_DIVISOR != 0) {
            throw new IllegalArgumentException("image-size " + imageSize + " must be divisible by " + SEGMENTING_DIVISOR
                    + ", because a discriminator that segments halves it three times");
        }
        if (!discriminator.segments() && imageSize >> layers < 4) {
            throw new IllegalArgumentException("image-size " + imageSize + " is too small for " + layers
                    + " layers, each of which halves it; set layers to fewer, or image-size to " + (4 << layers)
                    + " or more");
        }
    }

    boolean isPrivate() {
        return privacy == PrivacyKind.DP;
    }

    SiteId site() {
        if (name == null) {
            throw SettingsException.missing(PREFIX + ".name", "the site's name, such as st-mary");
        }
        return Settings.mapped(PREFIX + ".name", () -> new SiteId(name));
    }

    /** Nothing where the labels shall decide. */
    java.util.Optional<ClassTable> classes() {
        return labelValues.isEmpty()
                ? java.util.Optional.empty()
                : java.util.Optional.of(Settings.mapped(PREFIX + ".label-values", () -> new ClassTable(labelValues)));
    }

    LabelMapping mapping() {
        return Settings.mapped(PREFIX + ".label-map", () -> LabelMapping.parse(labelMap));
    }

    /** Without augmentation: the generator chooses the symmetry in which a mask is used. */
    DatasetSettings dataset() {
        return Settings.mapped(
                PREFIX,
                () -> new DatasetSettings(imageSize, fit, loadSize, channels, intensityScaling, Augmentation.NONE));
    }

    DiscriminatorSettings settings() {
        return Settings.mapped(
                PREFIX,
                () -> new DiscriminatorSettings(
                        loss,
                        new LearningRate(learningRate, decayFrom),
                        steps,
                        normLayer == NormLayer.BATCH,
                        snapshotEvery,
                        new ImageDistanceSettings(judgeEvery, judgeOver),
                        discriminator,
                        sendRealScores));
    }

    /** Adds the settings that the state depends on. */
    TrainingIdentity identify(TrainingIdentity training) {
        return Settings.identify(training, this, NOT_OF_THE_STATE);
    }

    /** @param classes K */
    DiscriminatorNetwork network(int classes) {
        return Settings.mapped(PREFIX, () -> discriminator.network(classes, channels, width, layers, normLayer));
    }
}
