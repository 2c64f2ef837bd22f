package org.asyndgan.command.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.asyndgan.command.option.NetworkOptions;
import org.asyndgan.command.option.TrainingOptions;
import org.asyndgan.command.progress.LogFile;
import org.asyndgan.core.site.mask.MaskSource;
import org.asyndgan.core.site.mask.PairChoice;
import org.asyndgan.discriminator.worker.DiscriminatorWorker;
import org.asyndgan.discriminator.worker.PrivacyKind;
import org.asyndgan.discriminator.worker.PrivacyUnit;
import org.asyndgan.nn.architecture.DiscriminatorKind;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.loss.AdversarialLoss;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code asyndgan site}: one site's discriminator, beside the site's images. */
@Command(
        name = "site",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        modelTransformer = SiteCommand.Flags.class,
        description = {
            "Runs one site's discriminator beside the site's images, which it never sends anywhere.",
            "Masks, gradients with respect to synthetic images and scores of these are what leaves the site."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./asyndgan site --run nuclei --name mercy --data /data/mercy \\",
            "      --state /var/lib/asyndgan/mercy --label-values 0,255 --dry-run /tmp/leaves",
            "",
            "  ./asyndgan site --run nuclei --name mercy --data /data/mercy \\",
            "      --brokers broker:9092 --registry http://registry:8081 \\",
            "      --state /var/lib/asyndgan/mercy --label-values 0,255"
        })
public final class SiteCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--dry-run",
            paramLabel = "DIR",
            description =
                    "Joins nothing: writes what the site would publish into this folder, masks as pictures, with a"
                            + " summary for whoever decides, and ends. Broker and registry need not be named.")
    private Path dryRun;

    @Mixin
    private WorkerFlags worker;

    @Override
    public Integer call() {
        Map<String, Object> settings = worker.settings(spec);
        LogFile.beside(WorkerFlags.state(settings, "asyndgan.site.state"));
        if (dryRun != null) {
            spec.commandLine().getOut().println(DiscriminatorWorker.dryRun(settings, dryRun));
            spec.commandLine().getOut().flush();
            return 0;
        }
        return DiscriminatorWorker.run(settings);
    }

    /** What a site can be told. */
    static final class Flags implements IModelTransformer {

        private static final SettingFlag.Group SITE = new SettingFlag.Group("asyndgan.site.");
        private static final List<SettingFlag> FLAGS = Stream.of(
                        Stream.of(
                                SITE.flag("name", "SITE", "Name of the site."),
                                SITE.flag("data", "DIR", "Folder with images/ and labels/ of this site."),
                                SITE.flag("state", "DIR", "Folder of its snapshots and of its secret.")),
                        WorkerFlags.images(SITE),
                        Stream.of(
                                SITE.list(
                                        "label-map",
                                        "label-map",
                                        "RULE",
                                        "What becomes of label values before they are classes, such as 255=1 or"
                                                + " 1-65535=1 (a range)."),
                                SITE.choice(
                                        "real-pairs",
                                        "WHO",
                                        PairChoice.class,
                                        TrainingOptions.REAL_PAIRS + "; a run that has begun keeps what it began with"),
                                SITE.yes(
                                        "send-real-scores",
                                        "Sends losses and scores of real images, and the time of computing, with the"
                                                + " gradients."),
                                SITE.choice(
                                        "privacy",
                                        "KIND",
                                        PrivacyKind.class,
                                        "How the discriminator learns from real images, as they are or under"
                                                + " differential privacy"),
                                SITE.flag(
                                        "privacy-epsilon",
                                        "E",
                                        "With --privacy=dp, the most that all runs on these images together may cost;"
                                                + " the site leaves when it is spent."),
                                SITE.flag("privacy-delta", "D", "Delta of that epsilon."),
                                SITE.choice(
                                        "privacy-unit",
                                        "UNIT",
                                        PrivacyUnit.class,
                                        "What is protected; patients, if the manifest names them for all images"),
                                SITE.flag("privacy-batch", "N", "Units that a step draws on the average."),
                                SITE.flag(
                                        "privacy-noise",
                                        "SIGMA",
                                        "Noise over the clipping norm, instead of what the budget asks for."),
                                SITE.flag("privacy-clip", "C", "Largest norm of what one unit adds to a step."),
                                SITE.flag(
                                        "privacy-ledger",
                                        "DIR",
                                        "Folder of the ledger, the same for all runs on these images."),
                                SITE.yes(
                                        "accept-doubts",
                                        "Takes part although inspect finds something that makes a score mean little."),
                                SITE.choice(
                                        "mask-source",
                                        "KIND",
                                        MaskSource.class,
                                        "What the masks are that it shares; morphed ones are made of its own so that none"
                                                + " is anybody's"),
                                SITE.flag("views-per-pair", "N", "Masks shared of every image: more for windows."),
                                SITE.flag("steps", "N", "Steps of the generator in the whole run."),
                                SITE.flag("width", "N", "Feature maps of the first convolution."),
                                SITE.flag("layers", "N", "Strided convolutions of a discriminator of patches."),
                                SITE.choice(
                                        "discriminator", "KIND", DiscriminatorKind.class, NetworkOptions.DISCRIMINATOR),
                                SITE.choice(
                                        "norm-layer", "KIND", NormLayer.class, NetworkOptions.DISCRIMINATOR_NORM_LAYER),
                                SITE.choice("loss", "LOSS", AdversarialLoss.class, TrainingOptions.LOSS),
                                SITE.hidden("mask-seed", String.class)),
                        WorkerFlags.training(SITE))
                .flatMap(flags -> flags)
                .toList();

        @Override
        public CommandSpec transform(CommandSpec command) {
            return WorkerFlags.add(command, FLAGS);
        }
    }
}
