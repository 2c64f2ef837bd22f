package org.asyndgan.command.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.asyndgan.command.option.ImageOptions;
import org.asyndgan.command.option.SegmentationOptions;
import org.asyndgan.command.report.RunReport;
import org.asyndgan.core.checkpoint.WholeFile;
import org.asyndgan.core.segmentation.SegmentationSettings;
import org.asyndgan.core.segmentation.augmentation.IntensityAugmentation;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.imaging.metric.SegmentationScore;
import org.asyndgan.segmentation.comparison.RealArm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code asyndgan arm}: one arm to compare with; {@code demo} and {@code train} start it. */
@Command(name = "arm", hidden = true, description = "Trains the segmentation network on real images, for comparison.")
public final class ArmCommand implements Callable<Integer> {

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

    @Mixin
    private final ImageOptions images = new ImageOptions();

    @Mixin
    private final SegmentationOptions segmentation = new SegmentationOptions();

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

    @Override
    public Integer call() throws IOException {
        Logger log = LoggerFactory.getLogger(ArmCommand.class);
        log.info("Started arm={} sites={} steps={}", name, sites, steps);
        RealArm.ArmScore scored = arm().run(
                        data,
                        images.labels().mapping(),
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
                images.dataset(),
                images.views(),
                new SegmentationSettings(
                        seed,
                        steps,
                        batchSize,
                        segmentation.learningRate(),
                        Augmentation.DIHEDRAL,
                        new IntensityAugmentation(segmentation.intensityJitter(), 0, 0),
                        segmentation.changes(),
                        segmentation.balance(),
                        segmentation.averageFlips()),
                width,
                depth,
                segmentation.blocks());
    }
}
