package org.asyndgan.command.worker;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.asyndgan.command.option.SegmentationOptions;
import org.asyndgan.command.progress.LogFile;
import org.asyndgan.command.progress.Screen;
import org.asyndgan.command.progress.Screens;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.nn.architecture.UNetSettings.Blocks;
import org.asyndgan.nn.backend.Engine;
import org.asyndgan.segmentation.prediction.Prediction;
import org.asyndgan.segmentation.worker.SegmentationTrainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
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
        modelTransformer = SegmentCommand.Flags.class,
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
public final class SegmentCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private WorkerFlags worker;

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
            return predict();
        }
        if (weights != null || out != null || overwrite) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--weights, --out and --overwrite are of --predict; name the folder of new images with it, or leave"
                            + " them out to train.");
        }
        Map<String, Object> settings = worker.settings(spec);
        LogFile.beside(WorkerFlags.state(settings, "asyndgan.segmenter.state"));
        return SegmentationTrainer.run(settings);
    }

    private int predict() {
        try (Screen screen = Screens.open(InstantSource.system())) {
            ClassTable values = new Prediction(predict, weights, out, overwrite).run((done, all) -> {
                if (done == 0) {
                    screen.stage("Segmenting " + all + " images of " + predict + " with " + Engine.describe());
                } else {
                    screen.progress("images", done, all, "");
                }
            });
            screen.stage("The masks are in " + out + ", with the values " + values);
        }
        return 0;
    }

    /** What a segmentation trainer can be told. */
    static final class Flags implements IModelTransformer {

        private static final SettingFlag.Group SEGMENTER = new SettingFlag.Group("asyndgan.segmenter.");
        private static final List<SettingFlag> FLAGS = Stream.of(
                        Stream.of(
                                SEGMENTER.flag("state", "DIR", "Folder of the network and its scores."),
                                SEGMENTER.list(
                                        "test",
                                        "test-folders",
                                        "DIR",
                                        "Folder with test pairs, one site's or one with several sites' folders; may be"
                                                + " repeated.")),
                        WorkerFlags.images(SEGMENTER),
                        Stream.of(
                                SEGMENTER.list(
                                        "label-map",
                                        "label-map",
                                        "RULE",
                                        "What becomes of label values before they are classes, such as 255=1;"
                                                + " SITE:255=1 in one folder alone."),
                                SEGMENTER.flag("steps", "N", "Optimiser steps."),
                                SEGMENTER.flag(
                                        "live-share",
                                        "X",
                                        "Share of the steps that releases before the last take together, where the run"
                                                + " makes several."),
                                SEGMENTER.flag(
                                        "validate-every",
                                        "N",
                                        "Steps between looks at the validation pairs that a manifest among the test"
                                                + " folders may name."),
                                SEGMENTER.flag("width", "N", "Feature maps of the topmost level."),
                                SEGMENTER.flag("depth", "N", "Times the network halves the image."),
                                SEGMENTER.choice("blocks", "KIND", Blocks.class, SegmentationOptions.BLOCKS),
                                SEGMENTER.flag("changes", "CHANGES", SegmentationOptions.CHANGES + "."),
                                SEGMENTER.flag("balance", "X", SegmentationOptions.BALANCE + "."),
                                SEGMENTER.flag("average-flips", "BOOLEAN", SegmentationOptions.AVERAGE_FLIPS + "."),
                                SEGMENTER.flag("decay-power", "X", SegmentationOptions.DECAY_POWER + "."),
                                SEGMENTER.flag("decay-from", "X", SegmentationOptions.DECAY_FROM + "."),
                                SEGMENTER.flag("intensity-jitter", "X", SegmentationOptions.INTENSITY_JITTER + "."),
                                SEGMENTER.flag(
                                        "intensity-noise",
                                        "X",
                                        "Largest standard deviation of noise, images being in [-1, 1]; 0 for none."),
                                SEGMENTER.flag(
                                        "blur",
                                        "PIXELS",
                                        "Largest standard deviation of a Gaussian blur of every other pair; 0 for none.")),
                        WorkerFlags.training(SEGMENTER))
                .flatMap(flags -> flags)
                .toList();

        @Override
        public CommandSpec transform(CommandSpec command) {
            return WorkerFlags.add(command, FLAGS);
        }
    }
}
