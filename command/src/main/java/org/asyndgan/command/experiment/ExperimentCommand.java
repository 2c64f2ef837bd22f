package org.asyndgan.command.experiment;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.asyndgan.command.option.DoubtOption;
import org.asyndgan.command.option.ImageOptions;
import org.asyndgan.command.option.NetworkOptions;
import org.asyndgan.command.option.Preset;
import org.asyndgan.command.option.SegmentationOptions;
import org.asyndgan.command.option.TrainingOptions;
import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.command.progress.Inspections;
import org.asyndgan.command.progress.LogFile;
import org.asyndgan.command.progress.Screen;
import org.asyndgan.command.progress.Screens;
import org.asyndgan.core.folding.SiteWeighting;
import org.asyndgan.core.release.ReleaseMasks;
import org.asyndgan.core.segmentation.augmentation.IntensityAugmentation;
import org.asyndgan.core.segmentation.prediction.UNetSize;
import org.asyndgan.core.site.mask.MaskSource;
import org.asyndgan.core.site.mask.PairChoice;
import org.asyndgan.experiment.Arm;
import org.asyndgan.experiment.Cohort;
import org.asyndgan.experiment.Experiment;
import org.asyndgan.experiment.ExperimentSettings;
import org.asyndgan.experiment.LearnerSettings;
import org.asyndgan.experiment.gan.DiscriminatorPrivacy;
import org.asyndgan.experiment.gan.GanSettings;
import org.asyndgan.experiment.gan.Lie;
import org.asyndgan.experiment.gan.SitePrivacy;
import org.asyndgan.experiment.result.ResultFolder;
import org.asyndgan.experiment.result.Table;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.folder.DatasetFolder;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.nn.backend.Engine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code asyndgan experiment}: the paper's comparison on a folder of real images. */
@Command(
        name = "experiment",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Trains one U-Net an arm, all with the same budget, and scores them on held-out real images: real images of"
                    + " all sites, of one site, synthetic ones of a pooled GAN, of AsynDGAN, of averaged GANs, and a"
                    + " site's own together with AsynDGAN's.",
            "It runs in this process, without Kafka, on the same generator, folding and discriminators. What is done is"
                    + " kept in --out and not done again, a GAN's training each minute: the command can be stopped and"
                    + " repeated, also with more arms or seeds."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  ./asyndgan experiment --data /data/brain --out runs/brain --target 255 --seeds 3 \\",
            "      --arms real-all,real-sites,asyndgan,asyndgan+real-sites"
        })
public final class ExperimentCommand implements Callable<Integer> {

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Folder with the sites' folders.")
    private Path data;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the results.")
    private Path out;

    @Option(
            names = "--arms",
            paramLabel = "ARM",
            split = ",",
            description = "Arms to compare: real-all, real-SITE, syn-all, asyndgan, asyndgan-best, fedavg-gan,"
                    + " asyndgan+real-SITE;"
                    + " real-sites and asyndgan+real-sites stand for every site's (all).")
    private List<String> arms = List.of("all");

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "Seeds 1 to N of each arm, for means and spreads (${DEFAULT-VALUE}).")
    private int seeds = 1;

    @Option(names = "--sites", paramLabel = "SITE", split = ",", description = "Sites that train (all that can).")
    private List<String> sites = List.of();

    @Option(
            names = "--divide",
            paramLabel = "N",
            description = "Makes N sites of each, its patients dealt out, as if there were more and smaller hospitals"
                    + " (${DEFAULT-VALUE}).")
    private int divide = 1;

    @Option(
            names = "--tuning",
            description =
                    "To choose settings by: leaves the test pairs alone and scores on those of every fifth patient"
                            + " that would train (every fifth pair where no patients are named).")
    private boolean tuning;

    @Option(
            names = "--target",
            paramLabel = "VALUE",
            split = ",",
            description = "Label values to score, such as the tumour's (all above 0).")
    private List<Integer> target = List.of();

    @Option(
            names = "--least-object",
            paramLabel = "PIXELS",
            description = "Smaller objects do not count in object Dice and AJI (${DEFAULT-VALUE}).")
    private int leastObject;

    @Mixin
    private final DoubtOption doubts = new DoubtOption();

    @Mixin
    @SuppressWarnings("UnusedVariable") // Its options were put in its place before it was read.
    private final Preset.Chosen preset = new Preset.Chosen();

    @Mixin
    private final ImageOptions images = new ImageOptions(64);

    @Option(
            names = "--symmetry",
            paramLabel = "KIND",
            description = "In which masks and real images are shown to the GANs: ${COMPLETION-CANDIDATES}"
                    + " (${DEFAULT-VALUE}).")
    private Augmentation symmetry = Augmentation.MIRROR;

    @Mixin
    private final TrainingOptions training = TrainingOptions.ofExperiment();

    @Mixin
    private final NetworkOptions networks = new NetworkOptions();

    @Option(
            names = "--decay-from",
            paramLabel = "X",
            description = "Share of the run after which learning rates fall to 0 (${DEFAULT-VALUE}).")
    private double decayFrom = 0.5;

    @Option(names = "--weighting", paramLabel = "KIND", description = "Of the sites (${DEFAULT-VALUE}).")
    private SiteWeighting weighting = SiteWeighting.IMAGES;

    @Option(
            names = "--liar",
            paramLabel = "KIND",
            description = "What the last site answers to AsynDGAN's generator instead of its gradient:"
                    + " ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Lie liar = Lie.NONE;

    @Option(
            names = "--site-cap",
            paramLabel = "X",
            description = "Times the median site's norm that a site's parameter gradient counts at most in AsynDGAN; 0"
                    + " for no cap (${DEFAULT-VALUE}).")
    private double siteCap;

    @Option(
            names = "--mask-source",
            paramLabel = "KIND",
            description =
                    "What the masks are that sites share in AsynDGAN: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE});"
                            + " morphed ones are nobody's.")
    private MaskSource maskSource = MaskSource.OWN;

    @ArgGroup(exclusive = false)
    private Privacy privacy;

    /** Of AsynDGAN's discriminators; there is none unless it has a budget. */
    private static final class Privacy {

        @Option(
                names = "--privacy-epsilon",
                paramLabel = "E",
                required = true,
                description =
                        "Trains AsynDGAN's discriminators under differential privacy that costs at most E, by patient"
                                + " where the manifest names them.")
        private double epsilon;

        @Option(names = "--privacy-delta", paramLabel = "D", description = "Of that epsilon (${DEFAULT-VALUE}).")
        private double delta = 1e-5;

        @Option(
                names = "--privacy-batch",
                paramLabel = "N",
                description = "Units that a step draws on the average, or all that a site has (${DEFAULT-VALUE}).")
        private int batch = 8;

        @Option(
                names = "--privacy-clip",
                paramLabel = "X",
                description = "Largest norm of what one unit adds to a step (${DEFAULT-VALUE}).")
        private double clip = 1;
    }

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Synthetic pairs; 0 for one a mask (${DEFAULT-VALUE}).")
    private int samples;

    @Option(
            names = "--release-masks",
            paramLabel = "KIND",
            description =
                    "What pairs beyond one a mask (--samples) are drawn from, but for fedavg-gan: SHARED masks again in"
                            + " the looks of the other sites, or RECOMBINED, what one shows in the outline of another of"
                            + " its site, warped (${DEFAULT-VALUE}).")
    private ReleaseMasks releaseMasks = ReleaseMasks.SHARED;

    @Option(
            names = "--segmentation-samples",
            paramLabel = "N",
            description = "Pairs shown to every U-Net in all (${DEFAULT-VALUE}).")
    private long segmentationSamples = 19_200;

    @Option(
            names = "--segmentation-batch-size",
            paramLabel = "N",
            description = "(chosen from image size, number of images and memory).")
    private Integer segmentationBatch;

    @Option(names = "--segmentation-width", paramLabel = "N", description = "(chosen in the same way).")
    private Integer segmentationWidth;

    @Option(names = "--segmentation-depth", paramLabel = "N", description = "(chosen in the same way).")
    private Integer segmentationDepth;

    @Mixin
    private final SegmentationOptions segmentation = new SegmentationOptions();

    @Option(
            names = "--intensity-noise",
            paramLabel = "X",
            description = "Largest standard deviation of noise, images being in [-1, 1] (${DEFAULT-VALUE}).")
    private double intensityNoise;

    @Option(
            names = "--blur",
            paramLabel = "PIXELS",
            description = "Largest standard deviation of a Gaussian blur of every other image (${DEFAULT-VALUE}).")
    private double blur;

    @Option(
            names = "--segmentation-symmetry",
            paramLabel = "KIND",
            description = "In which pairs are shown to U-Nets (as --symmetry).")
    private Augmentation segmentationSymmetry;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Of the engine; other numbers give other bits (${DEFAULT-VALUE}).")
    private int threads = 1;

    @Override
    public Integer call() {
        segmentation.changes(); // what cannot be read is told before images are
        if (maskSource == MaskSource.MORPHED && training.realPairs() == PairChoice.NAMED_BY_GENERATOR) {
            throw new IllegalArgumentException(
                    "--mask-source morphed needs --real-pairs own: no real image belongs to a"
                            + " morphed mask, so a batch's masks cannot name real pairs");
        }
        if (divide < 1) {
            throw new IllegalArgumentException("--divide " + divide + " must be 1 or more sites");
        }
        if (seeds < 1) {
            throw new IllegalArgumentException("--seeds " + seeds + " must be 1 or more");
        }
        if (releaseMasks == ReleaseMasks.RECOMBINED && samples == 0) {
            throw new IllegalArgumentException(
                    "--release-masks recombined is for the pairs beyond one a mask, and --samples 0"
                            + " draws none; give it more pairs than the sites have masks");
        }
        LogFile.at(out.resolve("experiment.log"));
        Engine.useThreads(threads);
        InstantSource clock = InstantSource.system();
        try (Screen screen = Screens.open(clock)) {
            screen.stage("Reading the images in " + data);
            DatasetFolder files = DatasetFolder.open(data).with(images.labels().mapping());
            Cohort cohort = cohort(tuning ? files.forTuning() : files);
            Inspections.show(cohort.inspection(), doubts.areAccepted(), screen);
            cohort.sites().values().forEach(site -> screen.note(site.toString()));
            screen.note(
                    cohort.testSize() + " test images in all, classes " + cohort.classes() + ", " + Engine.describe());
            LearnerSettings learner = learner(cohort);
            screen.note("U-Nets of width " + learner.width() + " and depth " + learner.depth() + ", " + learner.steps()
                    + " steps of " + learner.batchSize() + " pairs");
            ExperimentSettings settings = settings(learner, cohort);
            ResultFolder folder = ResultFolder.open(out, provenance(settings, cohort, tuning));
            var experiment = new Experiment(settings, cohort, folder, new Shown(screen), clock);
            Table table = experiment.run(
                    Arm.named(arms, cohort.siteNames()),
                    LongStream.rangeClosed(1, seeds).boxed().toList());
            screen.stage("Done: " + out.resolve("report.html"));
            table.markdown().lines().forEach(screen::note);
        }
        return 0;
    }

    private Cohort cohort(DatasetFolder files) {
        List<String> all = files.trainingSites().stream().map(SiteFolder::name).toList();
        DatasetFolder divided = files.divided(sites.isEmpty() ? all : sites, divide);
        return Cohort.load(divided, DatasetFolder.partNames(sites, divide), images.dataset(), images.views());
    }

    private LearnerSettings learner(Cohort cohort) {
        long pairs = cohort.sites().values().stream()
                .mapToLong(site -> (long) site.trainSize() * images.views())
                .sum();
        UNetSize size = UNetSize.of(
                images.size(),
                cohort.images().channels(),
                cohort.classes().classes(),
                segmentation.blocks(),
                pairs,
                Runtime.getRuntime().maxMemory());
        return new LearnerSettings(
                segmentationSamples,
                segmentationBatch == null ? size.batchSize() : segmentationBatch,
                segmentationWidth == null ? size.width() : segmentationWidth,
                segmentationDepth == null ? size.depth() : segmentationDepth,
                segmentation.blocks(),
                segmentation.learningRate(),
                new IntensityAugmentation(segmentation.intensityJitter(), intensityNoise, blur),
                segmentation.changes(),
                segmentation.balance(),
                segmentationSymmetry == null ? symmetry : segmentationSymmetry,
                segmentation.averageFlips());
    }

    private ExperimentSettings settings(LearnerSettings learner, Cohort cohort) {
        return new ExperimentSettings(
                data,
                sites,
                images.dataset(),
                images.views(),
                target,
                leastObject,
                gan(),
                learner,
                liar,
                siteCap,
                new SitePrivacy(
                        maskSource,
                        Optional.ofNullable(privacy)
                                .map(own -> new DiscriminatorPrivacy(
                                        own.epsilon, own.delta, own.batch, own.clip, cohort.patients()))));
    }

    private GanSettings gan() {
        RunSettings.Networks kinds = networks.kinds();
        return new GanSettings(
                training.steps(),
                training.batchSize(),
                networks.width(),
                networks.blocks(),
                kinds.dropout(),
                networks.discriminatorWidth(),
                networks.discriminatorLayers(),
                training.loss(),
                training.learningRate(),
                training.discriminatorLearningRate(),
                decayFrom,
                training.averaging(),
                weighting,
                symmetry,
                training.realPairs(),
                samples,
                releaseMasks,
                kinds.decoder(),
                kinds.noise(),
                kinds.siteCode(),
                kinds.discriminator(),
                kinds.discriminatorNormLayer(),
                training.until());
    }

    /** All that numbers depend on, apart from arm and seed. */
    private Map<String, String> provenance(ExperimentSettings settings, Cohort cohort, boolean tuning) {
        Map<String, String> all = new TreeMap<>();
        all.put("sites", String.join(",", cohort.siteNames()));
        all.put("data", cohort.sites().values() + ", " + cohort.testSize() + " test images");
        all.put("classes", cohort.classes().toString());
        all.put("images", cohort.images().toString());
        all.put("views", Integer.toString(settings.views()));
        all.put("target", settings.target().toString());
        all.put("least-object", Integer.toString(settings.leastObject()));
        all.put("game", settings.gan().toString());
        all.put("learner", settings.learner().toString());
        all.put("engine", Engine.describe());
        if (!images.labels().rules().isEmpty()) {
            all.put("label map", String.join(",", images.labels().rules()));
        }
        if (settings.liar() != Lie.NONE) {
            all.put("liar", settings.liar().words());
        }
        if (settings.siteCap() > 0) {
            all.put("site-cap", Double.toString(settings.siteCap()));
        }
        if (maskSource != MaskSource.OWN) {
            all.put("mask-source", maskSource.toString());
        }
        settings.privacy()
                .discriminators()
                .ifPresent(own -> all.put(
                        "differential privacy",
                        String.format(
                                Locale.ROOT,
                                "epsilon %s, delta %s, %d units a step, clip %s",
                                own.epsilon(),
                                own.delta(),
                                own.expected(),
                                own.clip())));
        if (tuning) {
            all.put("scored on", "patients that would train");
        }
        return all;
    }
}
