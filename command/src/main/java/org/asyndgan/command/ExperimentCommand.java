package org.asyndgan.command;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.asyndgan.command.progress.Screen;
import org.asyndgan.core.folding.SiteWeighting;
import org.asyndgan.core.segmentation.IntensityAugmentation;
import org.asyndgan.core.segmentation.PairAugmentation;
import org.asyndgan.core.segmentation.UNetSize;
import org.asyndgan.core.site.PairChoice;
import org.asyndgan.experiment.Arm;
import org.asyndgan.experiment.Cohort;
import org.asyndgan.experiment.Experiment;
import org.asyndgan.experiment.ExperimentSettings;
import org.asyndgan.experiment.LearnerSettings;
import org.asyndgan.experiment.gan.GanSettings;
import org.asyndgan.experiment.result.ResultFolder;
import org.asyndgan.experiment.result.Table;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.DatasetFolder;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.Fit;
import org.asyndgan.imaging.dataset.IntensityScaling;
import org.asyndgan.imaging.dataset.LabelMapping;
import org.asyndgan.nn.kernel.Engine;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.nn.network.DiscriminatorKind;
import org.asyndgan.nn.network.NormLayer;
import org.asyndgan.nn.network.ResnetSettings.Decoder;
import org.asyndgan.nn.network.UNetSettings.Blocks;
import org.asyndgan.nn.optimizer.LearningRate;
import picocli.CommandLine.Command;
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
                    + " kept in --out and not done again: the command can be stopped and repeated, also with more arms"
                    + " or seeds."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  ./asyndgan experiment --data /data/brain --out runs/brain --target 255 --seeds 3 \\",
            "      --arms real-all,real-sites,asyndgan,asyndgan+real-sites"
        })
final class ExperimentCommand implements Callable<Integer> {

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

    @Option(
            names = "--label-map",
            paramLabel = "RULE",
            split = ",",
            description = "What becomes of label values, such as 255=1 or 1-65535=1 (a range); SITE:255=1 for one site"
                    + " alone.")
    private List<String> labelMap = List.of();

    @Option(
            names = "--accept-doubts",
            description = "Starts although inspect finds something that makes a score mean little.")
    private boolean acceptDoubts;

    @Option(names = "--image-size", paramLabel = "N", description = "Side of the images, pixels (${DEFAULT-VALUE}).")
    private int imageSize = 64;

    @Option(
            names = "--fit",
            paramLabel = "FIT",
            description = "RESIZE scales whole images down, CROP cuts windows out (${DEFAULT-VALUE}).")
    private Fit fit = Fit.RESIZE;

    @Option(
            names = "--load-size",
            paramLabel = "N",
            description = "With --fit=crop, the shorter side before a window is cut; 0 keeps the file's.")
    private int loadSize;

    @Option(names = "--views-per-pair", paramLabel = "N", description = "Windows of every image (${DEFAULT-VALUE}).")
    private int views = 1;

    @Option(
            names = "--channels",
            paramLabel = "N",
            description = "1 grey, 3 colour, 0 as the images (${DEFAULT-VALUE}).")
    private int channels;

    @Option(names = "--intensity-scaling", paramLabel = "KIND", description = "Of intensities (${DEFAULT-VALUE}).")
    private IntensityScaling intensityScaling = IntensityScaling.PERCENTILE;

    @Option(
            names = "--symmetry",
            paramLabel = "KIND",
            description = "In which masks and real images are shown to the GANs: ${COMPLETION-CANDIDATES}"
                    + " (${DEFAULT-VALUE}).")
    private Augmentation symmetry = Augmentation.MIRROR;

    @Option(
            names = "--real-pairs",
            paramLabel = "WHO",
            description = "Who chooses the real pairs that a discriminator learns from, ${COMPLETION-CANDIDATES}: the"
                    + " reference code's pairing unless told otherwise; a run over Kafka has OWN (${DEFAULT-VALUE}).")
    private PairChoice realPairs = PairChoice.NAMED_BY_GENERATOR;

    @Option(names = "--steps", paramLabel = "N", description = "Steps of the generators (${DEFAULT-VALUE}).")
    private long steps = 4000;

    @Option(names = "--batch-size", paramLabel = "N", description = "Images a site and step (${DEFAULT-VALUE}).")
    private int batchSize = 1;

    @Option(names = "--width", paramLabel = "N", description = "Of the generators (${DEFAULT-VALUE}).")
    private int width = 16;

    @Option(names = "--blocks", paramLabel = "N", description = "Residual blocks (${DEFAULT-VALUE}).")
    private int blocks = 4;

    @Option(names = "--dropout", paramLabel = "X", description = "Inside the blocks (${DEFAULT-VALUE}).")
    private double dropout;

    @Option(
            names = "--decoder",
            paramLabel = "KIND",
            description = "Of the generators: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Decoder decoder = Decoder.TRANSPOSED;

    @Option(
            names = "--noise",
            paramLabel = "N",
            description = "Maps of noise that a generator is given with a mask (${DEFAULT-VALUE}).")
    private int noise;

    @Option(
            names = "--discriminator",
            paramLabel = "KIND",
            description = "What discriminators are asked: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private DiscriminatorKind discriminatorKind = DiscriminatorKind.PATCH;

    @Option(
            names = "--discriminator-norm-layer",
            paramLabel = "KIND",
            description = "Of discriminators of patches: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private NormLayer discriminatorNormLayer = NormLayer.INSTANCE;

    @Option(names = "--discriminator-width", paramLabel = "N", description = "(${DEFAULT-VALUE}).")
    private int discriminatorWidth = 32;

    @Option(names = "--discriminator-layers", paramLabel = "N", description = "(${DEFAULT-VALUE}).")
    private int discriminatorLayers = 2;

    @Option(names = "--loss", paramLabel = "LOSS", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private AdversarialLoss loss = AdversarialLoss.LEAST_SQUARES;

    @Option(names = "--learning-rate", paramLabel = "X", description = "Of the generators (${DEFAULT-VALUE}).")
    private double learningRate = 1e-3;

    @Option(
            names = "--discriminator-learning-rate",
            paramLabel = "X",
            description = "Of the discriminators (${DEFAULT-VALUE}).")
    private double discriminatorLearningRate = 3e-4;

    @Option(
            names = "--decay-from",
            paramLabel = "X",
            description = "Share of the run after which learning rates fall to 0 (${DEFAULT-VALUE}).")
    private double decayFrom = 0.5;

    @Option(names = "--averaging", paramLabel = "X", description = "Of the generators' weights (${DEFAULT-VALUE}).")
    private double averaging = 0.995;

    @Option(names = "--weighting", paramLabel = "KIND", description = "Of the sites (${DEFAULT-VALUE}).")
    private SiteWeighting weighting = SiteWeighting.IMAGES;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Synthetic pairs; 0 for one a mask (${DEFAULT-VALUE}).")
    private int samples;

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

    @Option(
            names = "--segmentation-blocks",
            paramLabel = "KIND",
            description = "What a level of a U-Net computes: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Blocks segmentationBlocks = Blocks.LEAKY;

    @Option(names = "--segmentation-depth", paramLabel = "N", description = "(chosen in the same way).")
    private Integer segmentationDepth;

    @Option(names = "--segmentation-learning-rate", paramLabel = "X", description = "(${DEFAULT-VALUE}).")
    private double segmentationLearningRate = 2e-3;

    @Option(names = "--segmentation-decay-from", paramLabel = "X", description = "(${DEFAULT-VALUE}).")
    private double segmentationDecayFrom;

    @Option(
            names = "--segmentation-decay-power",
            paramLabel = "X",
            description = "Of the share of steps left that the learning rate falls with; 1 is linear"
                    + " (${DEFAULT-VALUE}).")
    private double segmentationDecayPower = 0.9;

    @Option(
            names = "--segmentation-changes",
            paramLabel = "CHANGES",
            description =
                    "How pairs are changed whenever a U-Net sees them: standard, light, none, or kinds with how far at most"
                            + " and in which share of the times, such as rotate=15@0.2,gamma=0.25@0.5 (${DEFAULT-VALUE}).")
    private String segmentationChanges = "light";

    @Option(
            names = "--segmentation-balance",
            paramLabel = "X",
            description = "Share of a step's pairs drawn so that every class above 0 is seen as often"
                    + " (${DEFAULT-VALUE}).")
    private double segmentationBalance;

    @Option(
            names = "--segmentation-average-flips",
            paramLabel = "BOOLEAN",
            arity = "1",
            description = "Whether predictions are averaged over flips of the image (${DEFAULT-VALUE}).")
    private boolean segmentationAverageFlips = true;

    @Option(
            names = "--intensity-jitter",
            paramLabel = "X",
            description = "Spread of a gamma and a gain drawn whenever a U-Net sees an image (${DEFAULT-VALUE}).")
    private double intensityJitter;

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
        PairAugmentation changes = PairAugmentation.parse(segmentationChanges);
        LogFile.at(out.resolve("experiment.log"));
        Engine.useThreads(threads);
        InstantSource clock = InstantSource.system();
        try (Screen screen = Screens.open(clock)) {
            screen.stage("Reading the images in " + data);
            DatasetFolder files = DatasetFolder.open(data).with(LabelMapping.parse(labelMap));
            Cohort cohort = Cohort.load(tuning ? files.forTuning() : files, sites, images(), views);
            Inspections.show(cohort.inspection(), acceptDoubts, screen);
            cohort.sites().values().forEach(site -> screen.note(site.toString()));
            screen.note(
                    cohort.testSize() + " test images in all, classes " + cohort.classes() + ", " + Engine.describe());
            LearnerSettings learner = learner(cohort, changes);
            screen.note("U-Nets of width " + learner.width() + " and depth " + learner.depth() + ", " + learner.steps()
                    + " steps of " + learner.batchSize() + " pairs");
            ExperimentSettings settings = settings(learner);
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

    private DatasetSettings images() {
        return new DatasetSettings(imageSize, fit, loadSize, channels, intensityScaling, Augmentation.NONE);
    }

    private LearnerSettings learner(Cohort cohort, PairAugmentation changes) {
        long pairs = cohort.sites().values().stream()
                .mapToLong(site -> (long) site.trainSize() * views)
                .sum();
        UNetSize size = UNetSize.of(
                imageSize,
                cohort.images().channels(),
                cohort.classes().classes(),
                segmentationBlocks,
                pairs,
                Runtime.getRuntime().maxMemory());
        return new LearnerSettings(
                segmentationSamples,
                segmentationBatch == null ? size.batchSize() : segmentationBatch,
                segmentationWidth == null ? size.width() : segmentationWidth,
                segmentationDepth == null ? size.depth() : segmentationDepth,
                segmentationBlocks,
                new LearningRate(segmentationLearningRate, segmentationDecayFrom, segmentationDecayPower),
                new IntensityAugmentation(intensityJitter, intensityNoise, blur),
                changes,
                segmentationBalance,
                segmentationSymmetry == null ? symmetry : segmentationSymmetry,
                segmentationAverageFlips);
    }

    private ExperimentSettings settings(LearnerSettings learner) {
        return new ExperimentSettings(
                data,
                sites,
                images(),
                views,
                target,
                leastObject,
                new GanSettings(
                        steps,
                        batchSize,
                        width,
                        blocks,
                        dropout,
                        discriminatorWidth,
                        discriminatorLayers,
                        loss,
                        learningRate,
                        discriminatorLearningRate,
                        decayFrom,
                        averaging,
                        weighting,
                        symmetry,
                        realPairs,
                        samples,
                        decoder,
                        noise,
                        discriminatorKind,
                        discriminatorNormLayer),
                learner);
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
        if (!labelMap.isEmpty()) {
            all.put("label map", String.join(",", labelMap));
        }
        if (tuning) {
            all.put("scored on", "patients that would train");
        }
        return all;
    }
}
