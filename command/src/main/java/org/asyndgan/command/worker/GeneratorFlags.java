package org.asyndgan.command.worker;

import java.util.List;
import java.util.stream.Stream;
import org.asyndgan.command.option.NetworkOptions;
import org.asyndgan.command.option.TrainingOptions;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.core.folding.SiteWeighting;
import org.asyndgan.core.folding.Until;
import org.asyndgan.core.release.ReleaseChoice;
import org.asyndgan.core.release.ReleaseMasks;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.ResnetSettings.Decoder;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;

/** The flags of everything that computes with a run's generator. */
final class GeneratorFlags implements IModelTransformer {

    private static final SettingFlag.Group GENERATOR = new SettingFlag.Group("asyndgan.generator.");
    private static final List<SettingFlag> FLAGS = Stream.concat(
                    Stream.of(
                            GENERATOR.flag("state", "DIR", "Folder of its snapshots."),
                            GENERATOR.list("sites", "sites", "SITE,...", "Sites that may take part, by name."),
                            GENERATOR.flag("min-sites", "N", "Sites that must be ready before the first step."),
                            GENERATOR.flag("steps", "N", "Steps of the whole run; the most with --until=converged."),
                            GENERATOR.choice("until", "WHAT", Until.class, TrainingOptions.UNTIL),
                            GENERATOR.choice(
                                    "mode",
                                    "MODE",
                                    FoldMode.class,
                                    "async folds gradients as they come, sync waits for every site"),
                            GENERATOR.flag("image-size", "N", "Side of images and masks, pixels; divisible by 4."),
                            GENERATOR.flag("channels", "N", "1 for grey images, 3 for colour."),
                            GENERATOR.flag("classes", "N", "Classes of the masks, the background included."),
                            GENERATOR.flag("width", "N", "Feature maps of the first convolution."),
                            GENERATOR.flag("blocks", "N", NetworkOptions.BLOCKS + "."),
                            GENERATOR.flag("dropout", "X", NetworkOptions.DROPOUT + "."),
                            GENERATOR.choice("decoder", "KIND", Decoder.class, NetworkOptions.DECODER),
                            GENERATOR.flag("noise", "N", NetworkOptions.NOISE + "."),
                            GENERATOR.flag("site-code", "N", NetworkOptions.SITE_CODE + "."),
                            GENERATOR.choice("norm-layer", "KIND", NormLayer.class, "Of the network"),
                            GENERATOR.flag(
                                    "averaging",
                                    "X",
                                    "Decay of the weights' moving average that releases are drawn with; 0 for none."),
                            GENERATOR.choice("weighting", "RULE", SiteWeighting.class, "How much a site counts"),
                            GENERATOR.flag("max-lag", "N", "Steps by which a gradient may be late."),
                            GENERATOR.flag("in-flight", "N", "Batches a site may have unanswered."),
                            GENERATOR.flag(
                                    "site-cap",
                                    "X",
                                    "Times the median site's norm that a site's gradient counts at most; 0 for no cap."),
                            GENERATOR.flag("release-samples", "N", "Synthetic pairs of a release; 0 for one a mask."),
                            GENERATOR.choice(
                                    "release-masks",
                                    "KIND",
                                    ReleaseMasks.class,
                                    "What pairs beyond one a mask are drawn from: shared masks again in the looks of the"
                                            + " other sites, or recombined ones"),
                            GENERATOR.flag(
                                    "release-every",
                                    "N",
                                    "Steps between releases while it learns; 0 releases once, at the end."),
                            GENERATOR.flag(
                                    "preview-every",
                                    "N",
                                    "Steps between two drawings of the probe images that the live page shows; 0 draws"
                                            + " none."),
                            GENERATOR.choice(
                                    "release",
                                    "WHICH",
                                    ReleaseChoice.class,
                                    "Weights of the last release, by the sites' distances or of the last step")),
                    WorkerFlags.training(GENERATOR))
            .toList();

    @Override
    public CommandSpec transform(CommandSpec command) {
        return WorkerFlags.add(command, FLAGS);
    }
}
