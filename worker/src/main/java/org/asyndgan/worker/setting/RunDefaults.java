package org.asyndgan.worker.setting;

/** Defaults of settings that several workers of one run must agree on, each written once. */
public final class RunDefaults {

    /** Side of images and masks, pixels. */
    public static final String IMAGE_SIZE = "64";

    /** C: grey images. */
    public static final String CHANNELS = "1";

    /** Images a batch. */
    public static final String BATCH_SIZE = "8";

    /** Optimiser steps of the generator; the sites' learning rates fall with them. */
    public static final String STEPS = "2000";

    /** Of every random number. */
    public static final String SEED = "1";

    /** Adam's step size for both sides of the game (AsynDGAN's code). */
    public static final String LEARNING_RATE = "0.0002";

    /** Share of the run after which the learning rate falls. */
    public static final String DECAY_FROM = "0.5";

    /** Steps of a U-Net between two looks at the validation pairs. */
    public static final String VALIDATE_EVERY = "50";

    /** Feature maps of both networks' first convolutions. */
    public static final String WIDTH = "32";

    /** Instance normalisation couples no two samples, as async folding wants it. */
    public static final String NORM_LAYER = "INSTANCE";

    /** Steps or answers between snapshots. */
    public static final String SNAPSHOT_EVERY = "100";

    public static final String KEEP_SNAPSHOTS = "3";

    /** How images of any size become squares. */
    public static final String FIT = "RESIZE";

    /** Length of the shorter side before windows are cut; 0 keeps the file's. */
    public static final String LOAD_SIZE = "0";

    /** How intensities become [-1, 1]. */
    public static final String INTENSITY_SCALING = "PERCENTILE";

    private RunDefaults() {}
}
