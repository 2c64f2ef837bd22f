package org.asyndgan.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.core.folding.SiteWeighting;
import org.asyndgan.core.generator.ReleaseChoice;
import picocli.CommandLine.Option;

/** The flags of everything that computes with a run's generator. */
@SuppressWarnings("UnusedVariable") // WorkerFlags.settings reads the flags by their annotations.
final class GeneratorFlags {

    private static final String GENERATOR = "asyndgan.generator.";

    @Sets(GENERATOR + "state")
    @Option(names = "--state", paramLabel = "DIR", description = "Folder of its snapshots.")
    private Path state;

    @Sets(GENERATOR + "initial-weights")
    @Option(
            names = "--initial-weights",
            paramLabel = "FILE",
            description = "Weights to begin with, as export writes them, instead of drawing them from the seed.")
    private Path initialWeights;

    @Sets(GENERATOR + "sites")
    @Option(names = "--sites", paramLabel = "SITE,...", split = ",", description = "Sites that may take part, by name.")
    private List<String> sites;

    @Sets(GENERATOR + "min-sites")
    @Option(names = "--min-sites", paramLabel = "N", description = "Sites that must be ready before the first step.")
    private Integer minSites;

    @Sets(GENERATOR + "steps")
    @Option(names = "--steps", paramLabel = "N", description = "Steps of the whole run.")
    private Long steps;

    @Sets(GENERATOR + "seed")
    @Option(names = "--seed", paramLabel = "N", description = "What all its random numbers follow from.")
    private Long seed;

    @Sets(GENERATOR + "mode")
    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "async folds gradients as they come, sync waits for every site: ${COMPLETION-CANDIDATES}.")
    private FoldMode mode;

    @Sets(GENERATOR + "batch-size")
    @Option(names = "--batch-size", paramLabel = "N", description = "Images a batch.")
    private Integer batchSize;

    @Sets(GENERATOR + "image-size")
    @Option(names = "--image-size", paramLabel = "N", description = "Side of images and masks, pixels; divisible by 4.")
    private Integer imageSize;

    @Sets(GENERATOR + "channels")
    @Option(names = "--channels", paramLabel = "N", description = "1 for grey images, 3 for colour.")
    private Integer channels;

    @Sets(GENERATOR + "classes")
    @Option(names = "--classes", paramLabel = "N", description = "Classes of the masks, the background included.")
    private Integer classes;

    @Sets(GENERATOR + "width")
    @Option(names = "--width", paramLabel = "N", description = "Feature maps of the first convolution.")
    private Integer width;

    @Sets(GENERATOR + "blocks")
    @Option(names = "--blocks", paramLabel = "N", description = "Residual blocks.")
    private Integer blocks;

    @Sets(GENERATOR + "learning-rate")
    @Option(names = "--learning-rate", paramLabel = "X", description = "Of Adam.")
    private Double learningRate;

    @Sets(GENERATOR + "averaging")
    @Option(
            names = "--averaging",
            paramLabel = "X",
            description = "Decay of the weights' moving average that releases are drawn with; 0 for none.")
    private Double averaging;

    @Sets(GENERATOR + "weighting")
    @Option(
            names = "--weighting",
            paramLabel = "RULE",
            description = "How much a site counts: ${COMPLETION-CANDIDATES}.")
    private SiteWeighting weighting;

    @Sets(GENERATOR + "max-lag")
    @Option(names = "--max-lag", paramLabel = "N", description = "Steps by which a gradient may be late.")
    private Long maxLag;

    @Sets(GENERATOR + "in-flight")
    @Option(names = "--in-flight", paramLabel = "N", description = "Batches a site may have unanswered.")
    private Integer inFlight;

    @Sets(GENERATOR + "release-samples")
    @Option(
            names = "--release-samples",
            paramLabel = "N",
            description = "Synthetic pairs of a release; 0 for one a mask.")
    private Integer releaseSamples;

    @Sets(GENERATOR + "release-every")
    @Option(
            names = "--release-every",
            paramLabel = "N",
            description = "Steps between releases while it learns; 0 releases once, at the end.")
    private Long releaseEvery;

    @Sets(GENERATOR + "preview-every")
    @Option(
            names = "--preview-every",
            paramLabel = "N",
            description = "Steps between two drawings of the probe images that the live page shows; 0 draws none.")
    private Long previewEvery;

    @Sets(GENERATOR + "release")
    @Option(
            names = "--release",
            paramLabel = "WHICH",
            description = "Weights of the last release, by the sites' distances or of the last step:"
                    + " ${COMPLETION-CANDIDATES}.")
    private ReleaseChoice release;

    @Sets(GENERATOR + "snapshot-every")
    @Option(names = "--snapshot-every", paramLabel = "N", description = "Steps between snapshots.")
    private Long snapshotEvery;

    /** Where the state is kept; nothing where the environment says it. */
    Optional<Path> state() {
        return Optional.ofNullable(state);
    }
}
