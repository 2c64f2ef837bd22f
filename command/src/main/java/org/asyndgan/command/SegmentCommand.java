package org.asyndgan.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.asyndgan.imaging.dataset.Fit;
import org.asyndgan.imaging.dataset.IntensityScaling;
import org.asyndgan.nn.network.UNetSettings.Blocks;
import org.asyndgan.segmentation.worker.SegmentationTrainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code asyndgan segment}: the segmentation trainer alone, against given brokers. */
@Command(
        name = "segment",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Trains a U-Net on a run's released synthetic pairs and scores it on held-out real ones.",
            "With --predict it trains nothing: it writes the masks that a trained network finds in new images."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  ./asyndgan segment --run nuclei --test /data/held-out --steps 2000 \\",
            "      --brokers broker:9092 --registry http://registry:8081 \\",
            "      --state /var/lib/asyndgan/segmenter",
            "  ./asyndgan segment --predict new-images --out masks \\",
            "      --weights /var/lib/asyndgan/segmenter/network.safetensors"
        })
@SuppressWarnings("UnusedVariable") // WorkerFlags.settings reads the flags by their annotations.
final class SegmentCommand implements Callable<Integer> {

    private static final String SEGMENTER = "asyndgan.segmenter.";

    @Spec
    private CommandSpec spec;

    @Mixin
    private WorkerFlags worker;

    @Sets(SEGMENTER + "state")
    @Option(names = "--state", paramLabel = "DIR", description = "Folder of the network and its scores.")
    private Path state;

    @Sets(SEGMENTER + "initial-weights")
    @Option(
            names = "--initial-weights",
            paramLabel = "FILE",
            description = "Weights to begin with, as export writes them, instead of drawing them from the seed.")
    private Path initialWeights;

    @Sets(SEGMENTER + "test-folders")
    @Option(
            names = "--test",
            paramLabel = "DIR",
            split = ",",
            description = "Folder with test pairs, one site's or one with several sites' folders; may be repeated.")
    private List<Path> test;

    @Sets(SEGMENTER + "label-values")
    @Option(
            names = "--label-values",
            paramLabel = "N,N,...",
            split = ",",
            description = "Values of the label files that are the classes, 0 first, as at the sites.")
    private List<Integer> labelValues;

    @Sets(SEGMENTER + "label-map")
    @Option(
            names = "--label-map",
            paramLabel = "RULE",
            split = ",",
            description =
                    "What becomes of label values before they are classes, such as 255=1; SITE:255=1 in one folder"
                            + " alone.")
    private List<String> labelMap;

    @Sets(SEGMENTER + "image-size")
    @Option(names = "--image-size", paramLabel = "N", description = "Side of images and masks, pixels, as the run's.")
    private Integer imageSize;

    @Sets(SEGMENTER + "channels")
    @Option(names = "--channels", paramLabel = "N", description = "1 for grey images, 3 for colour.")
    private Integer channels;

    @Sets(SEGMENTER + "fit")
    @Option(
            names = "--fit",
            paramLabel = "FIT",
            description = "How images of any size become squares: ${COMPLETION-CANDIDATES}.")
    private Fit fit;

    @Sets(SEGMENTER + "load-size")
    @Option(
            names = "--load-size",
            paramLabel = "N",
            description = "Length of the shorter side before windows are cut; 0 keeps the file's.")
    private Integer loadSize;

    @Sets(SEGMENTER + "intensity-scaling")
    @Option(
            names = "--intensity-scaling",
            paramLabel = "KIND",
            description = "Of intensities: ${COMPLETION-CANDIDATES}.")
    private IntensityScaling intensityScaling;

    @Sets(SEGMENTER + "steps")
    @Option(names = "--steps", paramLabel = "N", description = "Optimiser steps.")
    private Long steps;

    @Sets(SEGMENTER + "live-share")
    @Option(
            names = "--live-share",
            paramLabel = "X",
            description =
                    "Share of the steps that releases before the last take together, where the run makes several.")
    private Double liveShare;

    @Sets(SEGMENTER + "validate-every")
    @Option(
            names = "--validate-every",
            paramLabel = "N",
            description =
                    "Steps between looks at the validation pairs that a manifest among the test folders may name.")
    private Long validateEvery;

    @Sets(SEGMENTER + "snapshot-every")
    @Option(names = "--snapshot-every", paramLabel = "N", description = "Steps between snapshots.")
    private Long snapshotEvery;

    @Sets(SEGMENTER + "batch-size")
    @Option(names = "--batch-size", paramLabel = "N", description = "Pairs a step.")
    private Integer batchSize;

    @Sets(SEGMENTER + "seed")
    @Option(names = "--seed", paramLabel = "N", description = "What all its random numbers follow from.")
    private Long seed;

    @Sets(SEGMENTER + "width")
    @Option(names = "--width", paramLabel = "N", description = "Feature maps of the topmost level.")
    private Integer width;

    @Sets(SEGMENTER + "depth")
    @Option(names = "--depth", paramLabel = "N", description = "Times the network halves the image.")
    private Integer depth;

    @Sets(SEGMENTER + "blocks")
    @Option(
            names = "--blocks",
            paramLabel = "KIND",
            description = "What a level of the network computes: ${COMPLETION-CANDIDATES}.")
    private Blocks blocks;

    @Sets(SEGMENTER + "changes")
    @Option(
            names = "--changes",
            paramLabel = "CHANGES",
            description =
                    "How pairs are changed each time that they are shown: standard, light, none, or kinds with how far at"
                            + " most and in which share of the times, such as rotate=15@0.2,gamma=0.25@0.5.")
    private String changes;

    @Sets(SEGMENTER + "balance")
    @Option(
            names = "--balance",
            paramLabel = "X",
            description = "Share of a step's pairs drawn so that every class above 0 is seen as often.")
    private Double balance;

    @Sets(SEGMENTER + "average-flips")
    @Option(
            names = "--average-flips",
            paramLabel = "BOOLEAN",
            arity = "1",
            description = "Whether predictions are averaged over flips of the image.")
    private Boolean averageFlips;

    @Sets(SEGMENTER + "decay-power")
    @Option(
            names = "--decay-power",
            paramLabel = "X",
            description = "Power of the share of steps left that the learning rate falls with; 1 is linear.")
    private Double decayPower;

    @Sets(SEGMENTER + "learning-rate")
    @Option(names = "--learning-rate", paramLabel = "X", description = "Of Adam.")
    private Double learningRate;

    @Sets(SEGMENTER + "decay-from")
    @Option(
            names = "--decay-from",
            paramLabel = "X",
            description = "Share of the training after which the learning rate falls to 0.")
    private Double decayFrom;

    @Sets(SEGMENTER + "intensity-jitter")
    @Option(
            names = "--intensity-jitter",
            paramLabel = "X",
            description = "Spread of a gamma and a gain drawn for every pair; 0 for none.")
    private Double intensityJitter;

    @Sets(SEGMENTER + "intensity-noise")
    @Option(
            names = "--intensity-noise",
            paramLabel = "X",
            description = "Largest standard deviation of noise, images being in [-1, 1]; 0 for none.")
    private Double intensityNoise;

    @Sets(SEGMENTER + "blur")
    @Option(
            names = "--blur",
            paramLabel = "PIXELS",
            description = "Largest standard deviation of a Gaussian blur of every other pair; 0 for none.")
    private Double blur;

    @Option(
            names = "--predict",
            paramLabel = "DIR",
            description = "Folder of new images of any size; needs --weights and --out, and no run.")
    private Path predict;

    @Option(names = "--weights", paramLabel = "FILE", description = "Of --predict: a trainer's network.safetensors.")
    private Path weights;

    @Option(names = "--out", paramLabel = "DIR", description = "Of --predict: folder for the masks.")
    private Path out;

    @Option(names = "--overwrite", description = "Of --predict: replaces masks that are there already.")
    private boolean overwrite;

    @Override
    public Integer call() {
        if (predict != null) {
            if (weights == null || out == null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--predict needs --weights, a trained network's file, and --out, a folder for the masks.");
            }
            LogFile.anywhere();
            return Prediction.run(predict, weights, out, overwrite);
        }
        LogFile.beside(state);
        return SegmentationTrainer.run(worker.settings(spec.commandLine().getParseResult()));
    }
}
