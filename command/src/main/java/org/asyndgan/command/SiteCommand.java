package org.asyndgan.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.asyndgan.core.site.PairChoice;
import org.asyndgan.discriminator.worker.DiscriminatorWorker;
import org.asyndgan.imaging.dataset.Fit;
import org.asyndgan.imaging.dataset.IntensityScaling;
import org.asyndgan.nn.loss.AdversarialLoss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code asyndgan site}: one site's discriminator, beside the site's images. */
@Command(
        name = "site",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs one site's discriminator beside the site's images, which it never sends anywhere.",
            "Masks, gradients with respect to synthetic images and scores of these are what leaves the site."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  ./asyndgan site --run nuclei --name mercy --data /data/mercy \\",
            "      --brokers broker:9092 --registry http://registry:8081 \\",
            "      --state /var/lib/asyndgan/mercy --label-values 0,255"
        })
@SuppressWarnings("UnusedVariable") // WorkerFlags.settings reads the flags by their annotations.
final class SiteCommand implements Callable<Integer> {

    private static final String SITE = "asyndgan.site.";

    @Spec
    private CommandSpec spec;

    @Mixin
    private WorkerFlags worker;

    @Sets(SITE + "name")
    @Option(names = "--name", paramLabel = "SITE", description = "Name of the site.")
    private String name;

    @Sets(SITE + "data")
    @Option(names = "--data", paramLabel = "DIR", description = "Folder with images/ and labels/ of this site.")
    private Path data;

    @Sets(SITE + "state")
    @Option(names = "--state", paramLabel = "DIR", description = "Folder of its snapshots and of its secret.")
    private Path state;

    @Sets(SITE + "initial-weights")
    @Option(
            names = "--initial-weights",
            paramLabel = "FILE",
            description = "Weights to begin with, as export writes them, instead of drawing them from the seed.")
    private Path initialWeights;

    @Sets(SITE + "label-values")
    @Option(
            names = "--label-values",
            paramLabel = "N,N,...",
            split = ",",
            description = "Values of the label files that are the classes, 0 first, the same at all sites.")
    private List<Integer> labelValues;

    @Sets(SITE + "label-map")
    @Option(
            names = "--label-map",
            paramLabel = "RULE",
            split = ",",
            description = "What becomes of label values before they are classes, such as 255=1 or 1-65535=1 (a range).")
    private List<String> labelMap;

    @Sets(SITE + "accept-doubts")
    @Option(
            names = "--accept-doubts",
            arity = "0..1",
            fallbackValue = "true",
            description = "Takes part although inspect finds something that makes a score mean little.")
    private Boolean acceptDoubts;

    @Sets(SITE + "image-size")
    @Option(names = "--image-size", paramLabel = "N", description = "Side of images and masks, pixels.")
    private Integer imageSize;

    @Sets(SITE + "channels")
    @Option(names = "--channels", paramLabel = "N", description = "1 for grey images, 3 for colour.")
    private Integer channels;

    @Sets(SITE + "fit")
    @Option(
            names = "--fit",
            paramLabel = "FIT",
            description = "How images of any size become squares: ${COMPLETION-CANDIDATES}.")
    private Fit fit;

    @Sets(SITE + "load-size")
    @Option(
            names = "--load-size",
            paramLabel = "N",
            description = "Length of the shorter side before windows are cut; 0 keeps the file's.")
    private Integer loadSize;

    @Sets(SITE + "views-per-pair")
    @Option(names = "--views-per-pair", paramLabel = "N", description = "Masks lent of every image: more for windows.")
    private Integer viewsPerPair;

    @Sets(SITE + "intensity-scaling")
    @Option(
            names = "--intensity-scaling",
            paramLabel = "KIND",
            description = "Of intensities: ${COMPLETION-CANDIDATES}.")
    private IntensityScaling intensityScaling;

    @Sets(SITE + "steps")
    @Option(names = "--steps", paramLabel = "N", description = "Steps of the generator in the whole run.")
    private Long steps;

    @Sets(SITE + "batch-size")
    @Option(names = "--batch-size", paramLabel = "N", description = "Images a batch, as the generator's.")
    private Integer batchSize;

    @Sets(SITE + "seed")
    @Option(names = "--seed", paramLabel = "N", description = "What all its random numbers follow from.")
    private Long seed;

    @Sets(SITE + "mask-seed")
    @Option(names = "--mask-seed", hidden = true, description = "Makes the masks' ids repeatable; on one machine only.")
    private Long maskSeed;

    @Sets(SITE + "real-pairs")
    @Option(
            names = "--real-pairs",
            paramLabel = "WHO",
            description =
                    "Who chooses the real pairs that a step learns from, ${COMPLETION-CANDIDATES}: the site, or the"
                            + " generator as in the reference code. A run that has begun keeps what it began with.")
    private PairChoice realPairs;

    @Sets(SITE + "send-real-scores")
    @Option(
            names = "--send-real-scores",
            description = "Sends losses and scores of real images, and the time of computing, with the gradients.")
    private Boolean sendRealScores;

    @Sets(SITE + "width")
    @Option(names = "--width", paramLabel = "N", description = "Feature maps of the first convolution.")
    private Integer width;

    @Sets(SITE + "layers")
    @Option(names = "--layers", paramLabel = "N", description = "Strided convolutions.")
    private Integer layers;

    @Sets(SITE + "loss")
    @Option(
            names = "--loss",
            paramLabel = "LOSS",
            description = "Of the game, the same at all sites: ${COMPLETION-CANDIDATES}.")
    private AdversarialLoss loss;

    @Sets(SITE + "learning-rate")
    @Option(names = "--learning-rate", paramLabel = "X", description = "Of Adam.")
    private Double learningRate;

    @Override
    public Integer call() {
        LogFile.beside(state);
        return DiscriminatorWorker.run(worker.settings(spec.commandLine().getParseResult()));
    }
}
