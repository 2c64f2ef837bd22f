package org.asyndgan.command.option;

import org.asyndgan.core.segmentation.augmentation.PairAugmentation;
import org.asyndgan.nn.architecture.UNetSettings.Blocks;
import org.asyndgan.nn.optimizer.LearningRate;
import picocli.CommandLine.Option;

/**
 * How U-Nets learn, of every command that trains some by itself.
 *
 * <p>The defaults were chosen on training patients (docs/experiments.md).
 */
public final class SegmentationOptions {

    public static final String BLOCKS = "What a level of a U-Net computes";
    public static final String CHANGES =
            "How pairs are changed each time that a U-Net sees them: standard, light, none, or kinds with how far at most"
                    + " and in which share of the times, such as rotate=15@0.2,gamma=0.25@0.5";
    public static final String BALANCE = "Share of a step's pairs drawn so that every class above 0 is seen as often";
    public static final String AVERAGE_FLIPS = "Whether predictions are averaged over flips of the image";
    public static final String DECAY_FROM = "Share of the training after which a U-Net's learning rate falls to 0";
    public static final String DECAY_POWER =
            "Power of the share of steps left that the learning rate falls with; 1 is linear";
    public static final String INTENSITY_JITTER =
            "Spread of a gamma and a gain drawn each time that a U-Net sees an image; 0 for none";

    @Option(
            names = "--segmentation-blocks",
            paramLabel = "KIND",
            description = BLOCKS + ": ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Blocks blocks = Blocks.LEAKY;

    @Option(names = "--segmentation-learning-rate", paramLabel = "X", description = "Of the U-Nets (${DEFAULT-VALUE}).")
    private double learningRate = 0.002;

    @Option(names = "--segmentation-decay-from", paramLabel = "X", description = DECAY_FROM + " (${DEFAULT-VALUE}).")
    private double decayFrom;

    @Option(names = "--segmentation-decay-power", paramLabel = "X", description = DECAY_POWER + " (${DEFAULT-VALUE}).")
    private double decayPower = 0.9;

    @Option(names = "--segmentation-changes", paramLabel = "CHANGES", description = CHANGES + " (${DEFAULT-VALUE}).")
    private String changes = "light";

    @Option(names = "--segmentation-balance", paramLabel = "X", description = BALANCE + " (${DEFAULT-VALUE}).")
    private double balance;

    @Option(
            names = "--segmentation-average-flips",
            paramLabel = "BOOLEAN",
            arity = "1",
            description = AVERAGE_FLIPS + " (${DEFAULT-VALUE}).")
    private boolean averageFlips = true;

    @Option(names = "--intensity-jitter", paramLabel = "X", description = INTENSITY_JITTER + " (${DEFAULT-VALUE}).")
    private double intensityJitter;

    /** Of {@code demo}: plain blocks, and pairs shown less and changed in intensity alone. */
    static SegmentationOptions ofDemo() {
        SegmentationOptions options = new SegmentationOptions();
        options.blocks = Blocks.PLAIN;
        options.decayFrom = 0.3;
        options.decayPower = 1;
        options.changes = "none";
        options.averageFlips = false;
        options.intensityJitter = 0.25;
        return options;
    }

    public Blocks blocks() {
        return blocks;
    }

    public LearningRate learningRate() {
        return new LearningRate(learningRate, decayFrom, decayPower);
    }

    public PairAugmentation changes() {
        return PairAugmentation.parse(changes);
    }

    public double balance() {
        return balance;
    }

    public boolean averageFlips() {
        return averageFlips;
    }

    public double intensityJitter() {
        return intensityJitter;
    }
}
