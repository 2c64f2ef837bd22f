package org.asyndgan.generator.worker;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.asyndgan.core.checkpoint.TrainingIdentity;
import org.asyndgan.core.drawing.SiteCode;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.core.folding.FoldSettings;
import org.asyndgan.core.folding.RunShape;
import org.asyndgan.core.folding.Schedule;
import org.asyndgan.core.folding.SiteWeighting;
import org.asyndgan.core.folding.Until;
import org.asyndgan.core.generator.GeneratorSettings;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.release.PreviewSettings;
import org.asyndgan.core.release.ReleaseChoice;
import org.asyndgan.core.release.ReleaseMasks;
import org.asyndgan.core.release.ReleaseSettings;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.ResnetSettings;
import org.asyndgan.nn.architecture.ResnetSettings.Decoder;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.worker.setting.RunDefaults;
import org.asyndgan.worker.setting.Settings;
import org.asyndgan.worker.setting.SettingsException;

/**
 * Settings of the generator's worker.
 *
 * @param state folder of its snapshots
 * @param initialWeights {@code .safetensors} file that the run begins with, instead of weights drawn from the seed
 * @param seed of every random number of the generator
 * @param steps optimiser steps of the whole run, or the most of a run that ends once it has converged
 * @param until what the run is trained until: that number of steps, or images that no longer get better if that is sooner
 * @param batchSize images a batch
 * @param sites that may take part, by name
 * @param minSites sites that must be ready before the first step; 0 for all of them
 * @param learningRate of Adam
 * @param decayFrom share of the run after which the learning rate falls to 0
 * @param averaging decay of the moving average of the weights that releases are drawn with; 0 releases
 *     the last weights
 * @param maskAugmentation symmetries in which masks are used
 * @param rowsPerPass images the network evaluates at once at most; 0 takes as many as it may, at most 32 of 64 x 64 pixels or
 *     as many pixels of larger ones
 * @param releaseSamples pairs of a release; 0 releases one a mask
 * @param releaseMasks what a release draws where it has more pairs than there are masks
 * @param releaseEvery steps between releases while the generator learns, for segmentation trainers that learn beside it;
 *     0 releases once, at the end
 * @param release whether the last release is drawn with the weights of the last step or of the one whose images the sites
 *     found nearest to their own
 * @param snapshotEvery steps between snapshots
 * @param keepSnapshots number of snapshots kept
 * @param imageSize side of images and masks, pixels, divisible by 4
 * @param channels C of the images, 1 or 3
 * @param classes K of the masks, background included
 * @param width feature maps of the network's first convolution
 * @param blocks residual blocks
 * @param normLayer of the network
 * @param dropout rate in the blocks, a source of noise
 * @param decoder how the network makes an image of small maps
 * @param noise maps of noise that the network is given with a mask
 * @param siteCode numbers that tell the network whose mask it is given; 0 for none, as in the paper
 * @param mode of folding
 * @param weighting of the sites
 * @param maxLag steps by which a gradient may be late; not set: 64 in async mode, 0 in sync mode
 * @param lagExponent α of the weight (1 + lag)^-α of a late gradient
 * @param inFlight batches a site may have unanswered; not set: 2 in async mode, 1 in sync mode
 * @param quorum sites that must have answered before a sync step once the deadline is over
 * @param deadline after which a sync step goes on with the quorum
 * @param silence after which a site that is not heard of gets no more batches
 * @param maxGradientNorm over which an answer is faulty
 * @param faultsUntilSuspended faulty answers in a row after which a site is refused
 * @param siteCap times the median site's norm that a site's parameter gradient counts at most, both for one unit of weight;
 *     0 for no cap; not set: {@link FoldSettings#usualSiteCap} in async mode, 0 in sync mode, which is the reference's
 *     algorithm then
 * @param logEvery steps between two lines of the log
 * @param previewEvery steps between two drawings of the probe images that the live page shows; 0 for none
 * @param previews probe images, at most two of a site's masks
 */
@ConfigurationProperties(GeneratorProperties.PREFIX)
public record GeneratorProperties(
        @Nullable String state,
        @Nullable String initialWeights,
        @Bindable(defaultValue = RunDefaults.SEED) long seed,
        @Bindable(defaultValue = RunDefaults.STEPS) long steps,
        @Bindable(defaultValue = "STEPS") Until until,
        @Bindable(defaultValue = RunDefaults.BATCH_SIZE) int batchSize,
        @Nullable List<String> sites,
        @Bindable(defaultValue = "0") int minSites,
        @Bindable(defaultValue = RunDefaults.LEARNING_RATE) double learningRate,
        @Bindable(defaultValue = RunDefaults.DECAY_FROM) double decayFrom,
        @Bindable(defaultValue = "0") double averaging,
        @Bindable(defaultValue = "DIHEDRAL") Augmentation maskAugmentation,
        @Bindable(defaultValue = "0") int rowsPerPass,
        @Bindable(defaultValue = "0") int releaseSamples,
        @Bindable(defaultValue = "SHARED") ReleaseMasks releaseMasks,
        @Bindable(defaultValue = "0") long releaseEvery,
        @Bindable(defaultValue = "LAST") ReleaseChoice release,
        @Bindable(defaultValue = RunDefaults.SNAPSHOT_EVERY) long snapshotEvery,
        @Bindable(defaultValue = RunDefaults.KEEP_SNAPSHOTS) int keepSnapshots,
        @Bindable(defaultValue = RunDefaults.IMAGE_SIZE) int imageSize,
        @Bindable(defaultValue = RunDefaults.CHANNELS) int channels,
        @Bindable(defaultValue = "2") int classes,
        @Bindable(defaultValue = RunDefaults.WIDTH) int width,
        @Bindable(defaultValue = "6") int blocks,
        @Bindable(defaultValue = RunDefaults.NORM_LAYER) NormLayer normLayer,
        @Bindable(defaultValue = "0.5") double dropout,
        @Bindable(defaultValue = "TRANSPOSED") Decoder decoder,
        @Bindable(defaultValue = "0") int noise,
        @Bindable(defaultValue = "0") int siteCode,
        @Bindable(defaultValue = "ASYNC") FoldMode mode,
        @Bindable(defaultValue = "IMAGES") SiteWeighting weighting,
        @Nullable Long maxLag,
        @Bindable(defaultValue = "0.5") double lagExponent,
        @Nullable Integer inFlight,
        @Bindable(defaultValue = "1") int quorum,
        @Bindable(defaultValue = "30s") Duration deadline,
        @Bindable(defaultValue = "60s") Duration silence,
        @Bindable(defaultValue = "100") double maxGradientNorm,
        @Bindable(defaultValue = "5") int faultsUntilSuspended,
        @Nullable Double siteCap,
        @Bindable(defaultValue = "100") long logEvery,
        @Bindable(defaultValue = "0") long previewEvery,
        @Bindable(defaultValue = "8") int previews) {

    static final String PREFIX = "asyndgan.generator";

    private static final Set<String> NOT_OF_THE_STATE = Set.of(
            "state",
            "initialWeights",
            "sites",
            "minSites",
            "steps",
            "until",
            "learningRate",
            "decayFrom",
            "rowsPerPass",
            "release",
            "snapshotEvery",
            "keepSnapshots",
            "mode",
            "maxLag",
            "lagExponent",
            "inFlight",
            "quorum",
            "deadline",
            "silence",
            "maxGradientNorm",
            "faultsUntilSuspended",
            "siteCap",
            "logEvery",
            "previewEvery",
            "previews");
    static final String INITIAL_WEIGHTS = PREFIX + ".initial-weights";

    private static final int ASYNC_MAX_LAG = 64;
    private static final int ASYNC_IN_FLIGHT = 2;

    public GeneratorProperties {
        sites = sites == null ? List.of() : List.copyOf(sites);
        if (imageSize < 16 || imageSize % 4 != 0) {
            throw new IllegalArgumentException("image-size " + imageSize
                    + " must be at least 16 and divisible by 4, because the generator halves" + " it twice");
        }
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("channels " + channels + " must be 1 or 3");
        }
        if (classes < 2) {
            throw new IllegalArgumentException("classes " + classes + " must be at least 2, the background included");
        }
        if (siteCode < 0) {
            throw new IllegalArgumentException("site-code " + siteCode + " must be at least 0; 0 is none");
        }
        if (keepSnapshots < 1 || logEvery < 1) {
            throw new IllegalArgumentException(
                    "keep-snapshots " + keepSnapshots + " and log-every " + logEvery + " must be at least 1");
        }
        if (deadline.isNegative() || silence.isNegative() || silence.isZero()) {
            throw new IllegalArgumentException("deadline " + deadline + " must not be negative, and silence " + silence
                    + " must be longer than the sites' heartbeat-every");
        }
    }

    /** The sites that may take part, at least one, in the order of names. */
    List<SiteId> siteIds() {
        if (sites.isEmpty()) {
            throw SettingsException.missing(PREFIX + ".sites", "the names of the sites that may take part");
        }
        List<SiteId> ids = Settings.mapped(PREFIX + ".sites", () -> sites.stream()
                .map(String::strip)
                .map(SiteId::new)
                .sorted()
                .toList());
        if (new TreeSet<>(ids).size() < ids.size()) {
            throw SettingsException.refused(
                    "Setting " + PREFIX + ".sites is " + sites + ", which names a site twice; name each once");
        }
        if (minSites < 0 || minSites > ids.size()) {
            throw SettingsException.refused("Setting " + PREFIX + ".min-sites is " + minSites + ", but " + PREFIX
                    + ".sites names " + ids.size() + ", so the run could never start; set it to at most " + ids.size()
                    + ", or to 0 for all");
        }
        return ids;
    }

    private int effectiveMinSites() {
        return minSites == 0 ? siteIds().size() : minSites;
    }

    RunShape shape() {
        return new RunShape(channels, imageSize, imageSize, classes);
    }

    ResnetSettings network() {
        return Settings.mapped(
                PREFIX,
                () -> new ResnetSettings(
                        SiteCode.inputs(classes, siteCode),
                        channels,
                        width,
                        blocks,
                        normLayer,
                        dropout,
                        decoder,
                        noise));
    }

    GeneratorSettings settings() {
        FoldSettings folding = folding();
        return Settings.mapped(
                PREFIX,
                () -> new GeneratorSettings(
                        seed,
                        new Schedule(
                                effectiveMinSites(),
                                steps,
                                batchSize,
                                new LearningRate(learningRate, decayFrom),
                                until),
                        averaging,
                        maskAugmentation,
                        effectiveRowsPerPass(),
                        new ReleaseSettings(releaseSamples, releaseMasks, releaseEvery, release),
                        snapshotEvery,
                        folding,
                        new PreviewSettings(previewEvery, previews)));
    }

    /** Adds the settings that state and releases depend on, apart from those that the journal records with each step. */
    TrainingIdentity identify(TrainingIdentity training) {
        return Settings.identify(training, this, NOT_OF_THE_STATE)
                .with(PREFIX + ".rows-per-pass", effectiveRowsPerPass());
    }

    private int effectiveRowsPerPass() {
        if (normLayer == NormLayer.BATCH && rowsPerPass != 0 && rowsPerPass != batchSize) {
            throw SettingsException.refused("Setting " + PREFIX + ".rows-per-pass is " + rowsPerPass
                    + ", but with " + PREFIX + ".norm-layer=batch a pass of more than one batch would mix the sites;"
                    + " set it to " + PREFIX + ".batch-size, " + batchSize + ", or leave it out");
        }
        if (rowsPerPass != 0) {
            return rowsPerPass;
        }
        return normLayer == NormLayer.BATCH ? batchSize : GeneratorSettings.usualRowsPerPass(batchSize, imageSize);
    }

    private FoldSettings folding() {
        boolean sync = mode == FoldMode.SYNC;
        refuseInSync(sync && maxLag != null && maxLag != 0, "max-lag", String.valueOf(maxLag), "0");
        refuseInSync(sync && inFlight != null && inFlight != 1, "in-flight", String.valueOf(inFlight), "1");
        if (sync && quorum > effectiveMinSites()) {
            throw SettingsException.refused("Setting " + PREFIX + ".quorum is " + quorum + ", but the run starts with "
                    + effectiveMinSites() + " sites, too few for a step; set " + PREFIX + ".min-sites to " + quorum
                    + " or more");
        }
        return Settings.mapped(
                PREFIX,
                () -> new FoldSettings(
                        mode,
                        weighting,
                        Optional.ofNullable(maxLag).orElse(sync ? 0L : ASYNC_MAX_LAG),
                        sync ? 0 : lagExponent,
                        Optional.ofNullable(inFlight).orElse(sync ? 1 : ASYNC_IN_FLIGHT),
                        quorum,
                        deadline,
                        silence,
                        maxGradientNorm,
                        faultsUntilSuspended,
                        Optional.ofNullable(siteCap).orElse(sync ? 0 : FoldSettings.usualSiteCap(sites.size()))));
    }

    private static void refuseInSync(boolean contradicts, String setting, String value, String only) {
        if (contradicts) {
            throw SettingsException.refused("Setting " + PREFIX + "." + setting + " is " + value + ", but " + PREFIX
                    + ".mode=sync allows only " + only + "; leave it out or choose mode async");
        }
    }
}
