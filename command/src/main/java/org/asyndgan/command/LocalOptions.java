package org.asyndgan.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.asyndgan.command.run.LivePageOptions;
import org.asyndgan.command.run.RunSettings;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.core.segmentation.PairAugmentation;
import org.asyndgan.core.site.PairChoice;
import org.asyndgan.imaging.dataset.Fit;
import org.asyndgan.imaging.dataset.IntensityScaling;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.nn.network.UNetSettings.Blocks;
import picocli.CommandLine.Option;

/**
 * What {@code demo} and {@code train} can be told.
 *
 * <p>The values that stand here are the defaults of {@code train}; {@link #demo} has those of the demo. No other
 * place knows any.
 */
final class LocalOptions {

    private static final int SEGMENTATION_BATCH = 16;
    private static final int SEGMENTATION_DEPTH = 3;
    private static final double SEGMENTATION_DECAY_POWER = 0.9;
    private static final int DEMO_SEGMENTATION_BATCH = 8;
    private static final double DEMO_SEGMENTATION_DECAY_FROM = 0.3;
    private static final double DEMO_INTENSITY_JITTER = 0.25;

    /** Of {@code train}, chosen on training patients (docs/experiments.md); the demo's is shorter and shown less. */
    private boolean isDemo;

    @Option(names = "--runs", paramLabel = "DIR", description = "Folder for the run's folder (${DEFAULT-VALUE}).")
    Path runs = Path.of("runs");

    @Option(names = "--seed", paramLabel = "N", description = "What all random numbers follow from (${DEFAULT-VALUE}).")
    long seed = 1;

    @Option(names = "--steps", paramLabel = "N", description = "Steps of the generator (${DEFAULT-VALUE}).")
    long steps = 4000;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "async folds gradients as they come, sync waits for every site:"
                    + " ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    FoldMode mode = FoldMode.ASYNC;

    @Option(
            names = "--image-size",
            paramLabel = "N",
            description = "Side of the images the networks see, pixels; divisible by 8 (${DEFAULT-VALUE}).")
    int imageSize = 128;

    @Option(
            names = "--fit",
            paramLabel = "FIT",
            description = "RESIZE scales whole images down, CROP cuts windows out: ${COMPLETION-CANDIDATES}"
                    + " (${DEFAULT-VALUE}).")
    Fit fit = Fit.RESIZE;

    @Option(
            names = "--load-size",
            paramLabel = "N",
            description = "With --fit=crop, the length the shorter side is scaled to before a window is cut; 0 keeps"
                    + " the file's (${DEFAULT-VALUE}).")
    int loadSize;

    @Option(
            names = "--views-per-pair",
            paramLabel = "N",
            description = "Windows used of every image; more than 1 for --fit=crop (${DEFAULT-VALUE}).")
    int views = 1;

    @Option(
            names = "--channels",
            paramLabel = "N",
            description = "1 for grey, 3 for colour, 0 to let the images decide (${DEFAULT-VALUE}).")
    int channels;

    @Option(
            names = "--intensity-scaling",
            paramLabel = "KIND",
            description = "Of intensities: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    IntensityScaling intensityScaling = IntensityScaling.PERCENTILE;

    @Option(names = "--batch-size", paramLabel = "N", description = "Images a batch (${DEFAULT-VALUE}).")
    int batchSize = 8;

    @Option(
            names = "--width",
            paramLabel = "N",
            description = "Feature maps of the generator's first convolution (${DEFAULT-VALUE}).")
    int width = 32;

    @Option(names = "--blocks", paramLabel = "N", description = "Residual blocks of the generator (${DEFAULT-VALUE}).")
    int blocks = 6;

    @Option(
            names = "--discriminator-width",
            paramLabel = "N",
            description = "Feature maps of a discriminator's first convolution (${DEFAULT-VALUE}).")
    int discriminatorWidth = 32;

    @Option(
            names = "--discriminator-layers",
            paramLabel = "N",
            description = "Strided convolutions of a discriminator (${DEFAULT-VALUE}).")
    int discriminatorLayers = 3;

    @Option(
            names = "--loss",
            paramLabel = "LOSS",
            description = "Adversarial loss: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    AdversarialLoss loss = AdversarialLoss.LEAST_SQUARES;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description = "Of generator and discriminators (${DEFAULT-VALUE}).")
    double learningRate = 0.0002;

    @Option(
            names = "--averaging",
            paramLabel = "X",
            description = "Decay of the moving average of the generator's weights that images are released with; 0"
                    + " for none (${DEFAULT-VALUE}).")
    double averaging = 0.99;

    @Option(
            names = "--release-samples",
            paramLabel = "N",
            description = "Synthetic pairs released at the end; 0 for one a mask (${DEFAULT-VALUE}).")
    int releaseSamples;

    @Option(
            names = "--real-pairs",
            paramLabel = "WHO",
            description =
                    "Who chooses the real pairs that a discriminator learns from, ${COMPLETION-CANDIDATES}: its site, or"
                            + " the generator as in the reference code (${DEFAULT-VALUE}).")
    PairChoice realPairs = PairChoice.OWN;

    @Option(names = "--segmentation-steps", paramLabel = "N", description = "Steps of every U-Net (${DEFAULT-VALUE}).")
    long segmentationSteps = 1000;

    @Option(
            names = "--segmentation-width",
            paramLabel = "N",
            description = "Feature maps of the U-Nets' topmost level (${DEFAULT-VALUE}).")
    int segmentationWidth = 16;

    @Option(names = "--segmentation-learning-rate", paramLabel = "X", description = "Of the U-Nets (${DEFAULT-VALUE}).")
    double segmentationLearningRate = 0.002;

    @Option(
            names = "--no-baselines",
            negatable = false,
            description = "Leaves out the U-Nets on real images that AsynDGAN's is compared with.")
    boolean noBaselines;

    @Option(
            names = "--label-map",
            paramLabel = "RULE",
            split = ",",
            description = "What becomes of label values, such as 255=1 or 1-65535=1 (a range); SITE:255=1 for one site"
                    + " alone.")
    List<String> labelMap = List.of();

    @Option(
            names = "--resume",
            description =
                    "Goes on with an interrupted run of this name where it was, with the settings it was begun with.")
    boolean resume;

    @Option(
            names = "--live",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Shows the run on a page on 127.0.0.1 while it trains (the default); --no-live does not.")
    boolean live = true;

    @Option(
            names = "--live-port",
            paramLabel = "PORT",
            description = "Port of the live page (${DEFAULT-VALUE}: any that is free).")
    int livePort;

    @Option(names = "--open", description = "Opens the live page in a browser.")
    boolean open;

    @Option(
            names = "--accept-doubts",
            description = "Starts although inspect finds something that makes a score mean little.")
    boolean acceptDoubts;

    @Option(
            names = "--set",
            paramLabel = "SETTING=VALUE",
            description = "Any setting of the workers by its full name, such as asyndgan.generator.max-lag=8.")
    Map<String, String> more = new LinkedHashMap<>();

    /** The options with the demo's defaults, chosen to end within six minutes on two cores. */
    static LocalOptions demo() {
        LocalOptions options = new LocalOptions();
        options.steps = 1000;
        options.imageSize = 64;
        options.batchSize = 4;
        options.width = 16;
        options.blocks = 4;
        options.discriminatorWidth = 32;
        options.discriminatorLayers = 2;
        options.segmentationSteps = 300;
        options.segmentationWidth = 12;
        options.isDemo = true;
        return options;
    }

    RunSettings settings(String name, Path data) {
        return new RunSettings(
                name,
                runs,
                data,
                seed,
                new RunSettings.Images(imageSize, fit, loadSize, channels, intensityScaling, views),
                new RunSettings.Training(
                        steps,
                        mode,
                        batchSize,
                        width,
                        blocks,
                        discriminatorWidth,
                        discriminatorLayers,
                        loss,
                        learningRate,
                        averaging,
                        releaseSamples,
                        realPairs),
                segmentation(),
                !noBaselines,
                labelMap,
                acceptDoubts,
                more);
    }

    private RunSettings.Segmentation segmentation() {
        if (isDemo) {
            return new RunSettings.Segmentation(
                    segmentationSteps,
                    DEMO_SEGMENTATION_BATCH,
                    segmentationWidth,
                    SEGMENTATION_DEPTH,
                    segmentationLearningRate,
                    DEMO_SEGMENTATION_DECAY_FROM,
                    DEMO_INTENSITY_JITTER);
        }
        return new RunSettings.Segmentation(
                segmentationSteps,
                SEGMENTATION_BATCH,
                segmentationWidth,
                SEGMENTATION_DEPTH,
                segmentationLearningRate,
                /* decayFrom= */ 0,
                /* intensityJitter= */ 0,
                Blocks.LEAKY,
                SEGMENTATION_DECAY_POWER,
                PairAugmentation.LIGHT.toString(),
                /* balance= */ 0,
                /* averageFlips= */ true);
    }

    LivePageOptions livePage() {
        return new LivePageOptions(live, livePort, open);
    }
}
