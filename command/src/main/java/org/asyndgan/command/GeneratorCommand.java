package org.asyndgan.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.core.folding.SiteWeighting;
import org.asyndgan.generator.worker.GeneratorWorker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code asyndgan generator}: the central generator alone, against given brokers. */
@Command(
        name = "generator",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs the central generator of a run. A generator that was stopped goes on where it was.",
        footerHeading = "%nExample:%n",
        footer = {
            "  ./asyndgan generator --run nuclei --min-sites 3 --steps 20000 \\",
            "      --brokers broker:9092 --registry http://registry:8081 \\",
            "      --state /var/lib/asyndgan/generator --image-size 128"
        })
@SuppressWarnings("UnusedVariable") // WorkerFlags.settings reads the flags by their annotations.
final class GeneratorCommand implements Callable<Integer> {

    private static final String GENERATOR = "asyndgan.generator.";

    @Spec
    private CommandSpec spec;

    @Mixin
    private WorkerFlags worker;

    @Sets(GENERATOR + "state")
    @Option(names = "--state", paramLabel = "DIR", description = "Folder of its snapshots.")
    private Path state;

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
            description = "Synthetic pairs released at the end; 0 for one a mask.")
    private Integer releaseSamples;

    @Sets(GENERATOR + "snapshot-every")
    @Option(names = "--snapshot-every", paramLabel = "N", description = "Steps between snapshots.")
    private Long snapshotEvery;

    @Override
    public Integer call() {
        LogFile.beside(state);
        return GeneratorWorker.run(worker.settings(spec.commandLine().getParseResult()));
    }
}
