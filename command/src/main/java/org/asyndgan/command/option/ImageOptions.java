package org.asyndgan.command.option;

import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.Fit;
import org.asyndgan.imaging.dataset.IntensityScaling;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How images of any size become what the networks see, of every command that trains by itself. */
public final class ImageOptions {

    public static final String FIT = "RESIZE scales whole images down, CROP cuts windows out";
    public static final String LOAD_SIZE =
            "With --fit=crop, the length the shorter side is scaled to before a window is cut; 0 keeps the file's";
    public static final String INTENSITY_SCALING = "How an image's intensities become [-1, 1]";

    @Option(
            names = "--image-size",
            paramLabel = "N",
            description = "Side of the images the networks see, pixels; divisible by 8; train takes 0 for what the"
                    + " images have and --hours allow, up to 128 (${DEFAULT-VALUE}).")
    private int size;

    @Option(names = "--fit", paramLabel = "FIT", description = FIT + ": ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Fit fit = Fit.RESIZE;

    @Option(names = "--load-size", paramLabel = "N", description = LOAD_SIZE + " (${DEFAULT-VALUE}).")
    private int loadSize;

    @Option(
            names = "--views-per-pair",
            paramLabel = "N",
            description = "Windows used of every image; more than 1 for --fit=crop (${DEFAULT-VALUE}).")
    private int views = 1;

    @Option(
            names = "--channels",
            paramLabel = "N",
            description = "1 for grey, 3 for colour, 0 to let the images decide (${DEFAULT-VALUE}).")
    private int channels;

    @Option(
            names = "--intensity-scaling",
            paramLabel = "KIND",
            description = INTENSITY_SCALING + ": ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private IntensityScaling intensityScaling = IntensityScaling.PERCENTILE;

    @Mixin
    private final LabelOptions labels = new LabelOptions();

    /** Of {@code train}, which chooses the side, and of {@code arm}, which is told it. */
    public ImageOptions() {}

    /** With another side of the images, as {@code demo} and {@code experiment} have it. */
    public ImageOptions(int size) {
        this.size = size;
    }

    public int size() {
        return size;
    }

    public int views() {
        return views;
    }

    public LabelOptions labels() {
        return labels;
    }

    RunSettings.Images ofRun() {
        return new RunSettings.Images(size, fit, loadSize, channels, intensityScaling, views);
    }

    /** Without symmetries, which training adds. */
    public DatasetSettings dataset() {
        return new DatasetSettings(size, fit, loadSize, channels, intensityScaling, Augmentation.NONE);
    }
}
