package org.asyndgan.command.option;

import org.asyndgan.core.folding.Until;
import org.asyndgan.core.site.mask.PairChoice;
import org.asyndgan.nn.loss.AdversarialLoss;
import picocli.CommandLine.Option;

/** How generator and discriminators learn, of every command that trains both by itself. */
public final class TrainingOptions {

    static final String STEPS = "Steps of the generator; train takes 0 for as many as fit into --hours, up to 4000, or"
            + " 10000 in async mode";
    public static final String UNTIL =
            "What the generator is trained until: --steps, or images that no longer get better if that is sooner";
    public static final String LOSS = "Adversarial loss, the same at all sites";
    public static final String REAL_PAIRS =
            "Who chooses the real pairs that a discriminator learns from: its site, or the generator as in the reference"
                    + " code";

    @Option(names = "--steps", paramLabel = "N", description = STEPS + " (${DEFAULT-VALUE}).")
    private long steps;

    @Option(
            names = "--until",
            paramLabel = "WHAT",
            description = UNTIL + ": ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Until until = Until.CONVERGED;

    @Option(names = "--batch-size", paramLabel = "N", description = "Images a site and step (${DEFAULT-VALUE}).")
    private int batchSize = 1;

    @Option(
            names = "--loss",
            paramLabel = "LOSS",
            description = LOSS + ": ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private AdversarialLoss loss = AdversarialLoss.LEAST_SQUARES;

    @Option(names = "--learning-rate", paramLabel = "X", description = "Of the generator (${DEFAULT-VALUE}).")
    private double learningRate = 1e-3;

    @Option(
            names = "--discriminator-learning-rate",
            paramLabel = "X",
            description = "Of the discriminators (as --learning-rate).")
    private double discriminatorLearningRate;

    @Option(
            names = "--averaging",
            paramLabel = "X",
            description = "Decay of the moving average of the generator's weights that images are released with; 0"
                    + " for none (${DEFAULT-VALUE}).")
    private double averaging = 0.995;

    @Option(
            names = "--real-pairs",
            paramLabel = "WHO",
            description = REAL_PAIRS + ", ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private PairChoice realPairs = PairChoice.OWN;

    /** Of {@code train}. */
    TrainingOptions() {}

    /** Of {@code demo}, chosen to end after some four minutes on two cores. */
    static TrainingOptions ofDemo() {
        TrainingOptions options = new TrainingOptions();
        options.steps = 700;
        options.until = Until.STEPS;
        return options;
    }

    /** Of {@code experiment}: the paper's pairing, and steps that fold a gradient of every site. */
    public static TrainingOptions ofExperiment() {
        TrainingOptions options = new TrainingOptions();
        options.steps = 4000;
        options.until = Until.STEPS;
        options.realPairs = PairChoice.NAMED_BY_GENERATOR;
        return options;
    }

    public long steps() {
        return steps;
    }

    public Until until() {
        return until;
    }

    public int batchSize() {
        return batchSize;
    }

    public AdversarialLoss loss() {
        return loss;
    }

    public double learningRate() {
        return learningRate;
    }

    public double discriminatorLearningRate() {
        return discriminatorLearningRate == 0 ? learningRate : discriminatorLearningRate;
    }

    public double averaging() {
        return averaging;
    }

    public PairChoice realPairs() {
        return realPairs;
    }
}
