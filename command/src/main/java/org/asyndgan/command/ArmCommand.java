package org.asyndgan.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import org.asyndgan.command.report.RunReport;
import org.asyndgan.core.checkpoint.WholeFile;
import org.asyndgan.core.segmentation.IntensityAugmentation;
import org.asyndgan.core.segmentation.PairAugmentation;
import org.asyndgan.core.segmentation.SegmentationSettings;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.ClassTable;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.Fit;
import org.asyndgan.imaging.dataset.IntensityScaling;
import org.asyndgan.imaging.dataset.LabelMapping;
import org.asyndgan.imaging.metric.SegmentationScore;
import org.asyndgan.nn.network.UNetSettings.Blocks;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.segmentation.comparison.RealArm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code asyndgan arm}: one arm to compare with; {@code demo} and {@code train} start it. */
@Command(name = "arm", hidden = true, description = "Trains the segmentation network on real images, for comparison.")
final class ArmCommand implements Callable<Integer> {

    @Option(names = "--name", required = true)
    private String name;

    @Option(names = "--data", required = true)
    private Path data;

    @Option(names = "--sites", required = true, split = ",")
    private List<String> sites;

    @Option(names = "--out", required = true)
    private Path out;

    @Option(names = "--label-values", required = true, split = ",")
    private List<Integer> labelValues;

    @Option(names = "--label-map", split = ",")
    private List<String> labelMap = List.of();

    @Option(names = "--image-size", required = true)
    private int imageSize;

    @Option(names = "--fit", required = true)
    private Fit fit;

    @Option(names = "--load-size", required = true)
    private int loadSize;

    @Option(names = "--channels", required = true)
    private int channels;

    @Option(names = "--intensity-scaling", required = true)
    private IntensityScaling intensityScaling;

    @Option(names = "--views-per-pair", required = true)
    private int views;

    @Option(names = "--seed", required = true)
    private long seed;

    @Option(names = "--steps", required = true)
    private long steps;

    @Option(names = "--batch-size", required = true)
    private int batchSize;

    @Option(names = "--width", required = true)
    private int width;

    @Option(names = "--depth", required = true)
    private int depth;

    @Option(names = "--learning-rate", required = true)
    private double learningRate;

    @Option(names = "--decay-from", required = true)
    private double decayFrom;

    @Option(names = "--intensity-jitter", required = true)
    private double intensityJitter;

    @Option(names = "--decay-power", required = true)
    private double decayPower;

    @Option(names = "--changes", required = true)
    private String changes;

    @Option(names = "--balance", required = true)
    private double balance;

    @Option(names = "--average-flips", required = true, arity = "1")
    private boolean averageFlips;

    @Option(names = "--blocks", required = true)
    private Blocks blocks;

    @Override
    public Integer call() throws IOException {
        Logger log = LoggerFactory.getLogger(ArmCommand.class);
        log.info("Started arm={} sites={} steps={}", name, sites, steps);
        RealArm.ArmScore scored = arm().run(
                        data,
                        LabelMapping.parse(labelMap),
                        step -> log.info("Trained arm={} step={} steps={}", name, step, steps));
        SegmentationScore score = scored.score();
        var arm = new RunReport.Arm(
                name, scored.pairs(), score.dice(), score.sensitivity(), score.specificity(), score.hd95());
        WholeFile.write(out, file -> Files.write(file, new ObjectMapper().writeValueAsBytes(arm)));
        log.info("Scored arm={} dice={} hd95={}", name, score.dice(), score.hd95());
        return 0;
    }

    private RealArm arm() {
        return new RealArm(
                sites,
                new ClassTable(labelValues),
                new DatasetSettings(imageSize, fit, loadSize, channels, intensityScaling, Augmentation.NONE),
                views,
                new SegmentationSettings(
                        seed,
                        steps,
                        batchSize,
                        new LearningRate(learningRate, decayFrom, decayPower),
                        Augmentation.DIHEDRAL,
                        new IntensityAugmentation(intensityJitter, 0, 0),
                        PairAugmentation.parse(changes),
                        balance,
                        averageFlips),
                width,
                depth,
                blocks);
    }
}
