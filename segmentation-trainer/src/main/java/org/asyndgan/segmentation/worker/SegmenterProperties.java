package org.asyndgan.segmentation.worker;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.asyndgan.core.checkpoint.TrainingIdentity;
import org.asyndgan.core.segmentation.LearningPlan;
import org.asyndgan.core.segmentation.SegmentationSettings;
import org.asyndgan.core.segmentation.augmentation.IntensityAugmentation;
import org.asyndgan.core.segmentation.augmentation.PairAugmentation;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.Fit;
import org.asyndgan.imaging.dataset.IntensityScaling;
import org.asyndgan.imaging.folder.LabelMapping;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.nn.architecture.UNetSettings;
import org.asyndgan.nn.architecture.UNetSettings.Blocks;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.worker.setting.RunDefaults;
import org.asyndgan.worker.setting.Settings;
import org.asyndgan.worker.setting.SettingsException;

/**
 * Settings of the segmentation trainer.
 *
 * @param state folder where network, scores and snapshots are kept
 * @param initialWeights {@code .safetensors} file that the training begins with, instead of weights drawn from the seed
 * @param testFolders folders of held-out real pairs, each one site's or one with several sites' folders
 * @param labelValues values of the label files that are the classes, 0 first, as at the sites; empty takes
 *     those that the test folders hold
 * @param labelMap what becomes of the values of label files before they are classes, such as {@code 255=1}, or
 *     {@code mercy:255=1} in the folder mercy alone
 * @param imageSize side of images and masks, pixels, as the run's; divisible by 2^depth
 * @param channels C of the images: 1 or 3
 * @param fit how images of any size become squares
 * @param loadSize length of the shorter side before windows are cut; 0 keeps the file's
 * @param intensityScaling of the images, to [-1, 1]
 * @param seed of initial weights, order and augmentation
 * @param steps optimiser steps
 * @param liveShare share of the steps that the releases before the last take together
 * @param validateEvery steps between two looks at the validation pairs, if the test folders' manifests name any
 * @param snapshotEvery steps between snapshots
 * @param keepSnapshots number of snapshots kept
 * @param batchSize pairs a step
 * @param learningRate of Adam
 * @param decayFrom share of the training after which the learning rate falls to 0
 * @param decayPower of the share of steps left that the learning rate falls with; 1 is linear
 * @param augmentation symmetries in which pairs are shown
 * @param changes what else pairs are changed by, in words of {@link PairAugmentation#parse}
 * @param balance share of a step's pairs drawn so that every class is seen as often
 * @param averageFlips says whether predictions are averaged over flips of the image
 * @param intensityJitter spread of a gamma and a gain drawn for every pair; 0 for none
 * @param intensityNoise largest standard deviation of Gaussian noise, images being in [-1, 1]; 0 for none
 * @param blur largest standard deviation of a Gaussian blur of every other pair, pixels; 0 for none
 * @param width feature maps of the network's topmost level
 * @param depth times the network halves the image
 * @param blocks what a level of the network computes
 * @param logEvery steps between two lines of the log
 */
@ConfigurationProperties(SegmenterProperties.PREFIX)
public record SegmenterProperties(
        @Nullable String state,
        @Nullable String initialWeights,
        @Nullable List<String> testFolders,
        @Nullable List<Integer> labelValues,
        @Nullable List<String> labelMap,
        @Bindable(defaultValue = RunDefaults.IMAGE_SIZE) int imageSize,
        @Bindable(defaultValue = RunDefaults.CHANNELS) int channels,
        @Bindable(defaultValue = RunDefaults.FIT) Fit fit,
        @Bindable(defaultValue = RunDefaults.LOAD_SIZE) int loadSize,
        @Bindable(defaultValue = RunDefaults.INTENSITY_SCALING) IntensityScaling intensityScaling,
        @Bindable(defaultValue = RunDefaults.SEED) long seed,
        @Bindable(defaultValue = "1000") long steps,
        @Bindable(defaultValue = "0.5") double liveShare,
        @Bindable(defaultValue = RunDefaults.VALIDATE_EVERY) long validateEvery,
        @Bindable(defaultValue = RunDefaults.SNAPSHOT_EVERY) long snapshotEvery,
        @Bindable(defaultValue = RunDefaults.KEEP_SNAPSHOTS) int keepSnapshots,
        @Bindable(defaultValue = "8") int batchSize,
        @Bindable(defaultValue = "0.001") double learningRate,
        @Bindable(defaultValue = RunDefaults.DECAY_FROM) double decayFrom,
        @Bindable(defaultValue = "1") double decayPower,
        @Bindable(defaultValue = "DIHEDRAL") Augmentation augmentation,
        @Bindable(defaultValue = "none") String changes,
        @Bindable(defaultValue = "0") double balance,
        @Bindable(defaultValue = "false") boolean averageFlips,
        @Bindable(defaultValue = "0.1") double intensityJitter,
        @Bindable(defaultValue = "0") double intensityNoise,
        @Bindable(defaultValue = "0") double blur,
        @Bindable(defaultValue = "16") int width,
        @Bindable(defaultValue = "3") int depth,
        @Bindable(defaultValue = "PLAIN") Blocks blocks,
        @Bindable(defaultValue = "100") long logEvery) {

    static final String PREFIX = "asyndgan.segmenter";

    private static final Set<String> NOT_OF_THE_STATE = Set.of(
            "state", "initialWeights", "testFolders", "labelValues", "snapshotEvery", "keepSnapshots", "logEvery");

    public SegmenterProperties {
        testFolders = testFolders == null ? List.of() : List.copyOf(testFolders);
        labelValues = labelValues == null ? List.of() : List.copyOf(labelValues);
        labelMap = labelMap == null ? List.of() : List.copyOf(labelMap);
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("channels " + channels + " must be 1 or 3");
        }
        if (depth < 1 || depth > 10 || imageSize % (1 << depth) != 0) {
            throw new IllegalArgumentException("image-size " + imageSize + " must be divisible by 2^depth, and depth "
                    + depth + " is not among the numbers 1 … 10 for which it is");
        }
        if (logEvery < 1 || validateEvery < 1 || snapshotEvery < 1 || keepSnapshots < 1) {
            throw new IllegalArgumentException("log-every " + logEvery + ", validate-every " + validateEvery
                    + ", snapshot-every " + snapshotEvery + " and keep-snapshots " + keepSnapshots
                    + " must be at least 1");
        }
    }

    /** At least one. */
    List<String> requiredTestFolders() {
        if (testFolders.isEmpty()) {
            throw SettingsException.missing(
                    PREFIX + ".test-folders", "one or more folders of held-out real pairs to score on");
        }
        return testFolders;
    }

    /** Nothing where the labels shall decide. */
    Optional<ClassTable> classes() {
        return labelValues.isEmpty()
                ? Optional.empty()
                : Optional.of(Settings.mapped(PREFIX + ".label-values", () -> new ClassTable(labelValues)));
    }

    LabelMapping mapping() {
        return Settings.mapped(PREFIX + ".label-map", () -> LabelMapping.parse(labelMap));
    }

    DatasetSettings dataset() {
        return Settings.mapped(
                PREFIX,
                () -> new DatasetSettings(imageSize, fit, loadSize, channels, intensityScaling, Augmentation.NONE));
    }

    SegmentationSettings settings() {
        return Settings.mapped(
                PREFIX,
                () -> new SegmentationSettings(
                        seed,
                        steps,
                        batchSize,
                        new LearningRate(learningRate, decayFrom, decayPower),
                        augmentation,
                        new IntensityAugmentation(intensityJitter, intensityNoise, blur),
                        PairAugmentation.parse(changes),
                        balance,
                        averageFlips));
    }

    LearningPlan learning() {
        return Settings.mapped(PREFIX, () -> new LearningPlan(steps, liveShare));
    }

    /** Adds the settings that the state depends on. */
    TrainingIdentity identify(TrainingIdentity training) {
        return Settings.identify(training, this, NOT_OF_THE_STATE);
    }

    /** The same in the words of snapshots of format 1, which no renamed type or setting may change. */
    String formerly(ClassTable classes) {
        return "SegmentationSettings[seed=" + seed + ", steps=" + steps + ", batchSize=" + batchSize
                + ", learningRate=LearningRate[initial=" + learningRate + ", decayFrom=" + decayFrom
                + "], augmentation=" + augmentation + ", intensities=IntensityAugmentation[jitter=" + intensityJitter
                + ", noise=" + intensityNoise + ", blur=" + blur + "]], LearningPlan[steps=" + steps + ", liveShare="
                + liveShare + "], NetworkInputs[network=UNetSettings[inputChannels=" + channels + ", classes="
                + classes.classes() + ", width=" + width + ", depth=" + depth + "], images=DatasetSettings[imageSize="
                + imageSize + ", fit=" + fit + ", loadSize=" + loadSize + ", channels=" + channels + ", normalisation="
                + intensityScaling + ", augmentation=NONE], classes=" + classes + "]";
    }

    /** @param classes K */
    UNetSettings network(int classes) {
        return Settings.mapped(PREFIX, () -> new UNetSettings(channels, classes, width, depth, blocks));
    }
}
