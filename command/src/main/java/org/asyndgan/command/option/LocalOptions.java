package org.asyndgan.command.option;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.command.run.LivePageOptions;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.nn.optimizer.LearningRate;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * What {@code demo} and {@code train} can be told.
 *
 * <p>The values that stand here and in the mixins are the defaults of {@code train}; {@link #demo} has those of the demo.
 */
public final class LocalOptions {

    private static final String SEGMENTER = "asyndgan.segmenter.";
    private static final Set<String> OF_NO_SCORE = Set.of("snapshot-every", "keep-snapshots", "log-every");

    @Option(names = "--runs", paramLabel = "DIR", description = "Folder for the run's folder (${DEFAULT-VALUE}).")
    public Path runs = Path.of("runs");

    @Option(names = "--seed", paramLabel = "N", description = "What all random numbers follow from (${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "async folds gradients as they come, sync waits for every site:"
                    + " ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private FoldMode mode = FoldMode.SYNC;

    @Mixin
    private final TrainingOptions training;

    @Mixin
    private final ImageOptions images;

    @Mixin
    private final NetworkOptions networks;

    @Option(
            names = "--hours",
            paramLabel = "X",
            converter = Hours.class,
            description = "Hours that the run may take with its U-Nets, where --steps or --image-size is 0"
                    + " (${DEFAULT-VALUE}).")
    private double hours = 1;

    @Option(
            names = "--release-samples",
            paramLabel = "N",
            description = "Synthetic pairs released at the end; 0 for one a mask (${DEFAULT-VALUE}).")
    private int releaseSamples;

    @Option(
            names = "--privacy-epsilon",
            paramLabel = "E",
            description = "Trains every discriminator under differential privacy that costs at most E, by patient where"
                    + " the manifest names them; --set asyndgan.site.privacy-... says more.")
    Double privacyEpsilon;

    @Option(names = "--segmentation-steps", paramLabel = "N", description = "Steps of every U-Net (${DEFAULT-VALUE}).")
    private long segmentationSteps = 1000;

    @Option(
            names = "--segmentation-batch-size",
            paramLabel = "N",
            description = "Pairs a step of a U-Net (${DEFAULT-VALUE}).")
    private int segmentationBatch = 16;

    @Option(
            names = "--segmentation-width",
            paramLabel = "N",
            description = "Feature maps of the U-Nets' topmost level (${DEFAULT-VALUE}).")
    private int segmentationWidth = 16;

    @Option(
            names = "--segmentation-depth",
            paramLabel = "N",
            description = "Times that a U-Net halves the image (${DEFAULT-VALUE}).")
    private int segmentationDepth = 3;

    @Mixin
    private final SegmentationOptions segmentation;

    @Option(
            names = "--no-baselines",
            negatable = false,
            description = "Leaves out the U-Nets on real images that AsynDGAN's is compared with.")
    private boolean noBaselines;

    @Option(
            names = "--resume",
            description =
                    "Goes on with an interrupted run of this name where it was, with the settings it was begun with.")
    public boolean resume;

    @Option(
            names = "--live",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Shows the run on a page on 127.0.0.1 while it trains (the default); --no-live does not.")
    private boolean live = true;

    @Option(
            names = "--live-port",
            paramLabel = "PORT",
            description = "Port of the live page (${DEFAULT-VALUE}: any that is free).")
    private int livePort;

    @Option(names = "--open", description = "Opens the live page in a browser.")
    private boolean open;

    @Mixin
    private final DoubtOption doubts = new DoubtOption();

    @Option(
            names = "--set",
            paramLabel = "SETTING=VALUE",
            description = "Any setting of the workers by its full name, such as asyndgan.generator.max-lag=8.")
    public Map<String, String> more = new LinkedHashMap<>();

    private LocalOptions(
            TrainingOptions training, ImageOptions images, NetworkOptions networks, SegmentationOptions segmentation) {
        this.training = training;
        this.images = images;
        this.networks = networks;
        this.segmentation = segmentation;
    }

    public static LocalOptions train() {
        return new LocalOptions(
                new TrainingOptions(), new ImageOptions(), new NetworkOptions(), new SegmentationOptions());
    }

    /** The options with the demo's defaults, chosen to end after some four minutes on two cores. */
    public static LocalOptions demo() {
        LocalOptions options = new LocalOptions(
                TrainingOptions.ofDemo(), new ImageOptions(64), new NetworkOptions(), SegmentationOptions.ofDemo());
        options.segmentationSteps = 300;
        options.segmentationBatch = 8;
        options.segmentationWidth = 12;
        return options;
    }

    public RunSettings settings(String name, Path data) {
        return new RunSettings(
                name,
                runs,
                data,
                seed,
                images.ofRun(),
                new RunSettings.Training(
                        training.steps(),
                        mode,
                        training.batchSize(),
                        networks.width(),
                        networks.blocks(),
                        networks.discriminatorWidth(),
                        networks.discriminatorLayers(),
                        training.loss(),
                        training.learningRate(),
                        training.averaging(),
                        releaseSamples,
                        training.realPairs(),
                        networks.kinds(),
                        training.discriminatorLearningRate(),
                        training.until()),
                segmentation(),
                !noBaselines,
                images.labels().rules(),
                doubts.areAccepted(),
                properties());
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        if (privacyEpsilon != null) {
            properties.put(RunSettings.PRIVACY, "dp");
            properties.put("asyndgan.site.privacy-epsilon", privacyEpsilon.toString());
        }
        requireAFairComparison();
        properties.putAll(more);
        return properties;
    }

    /** Settings reach the segmentation trainer alone, not the U-Nets that it is compared with. */
    private void requireAFairComparison() {
        if (noBaselines || resume) {
            return;
        }
        more.keySet().stream()
                .filter(name -> name.startsWith(SEGMENTER))
                .filter(name -> !OF_NO_SCORE.contains(name.substring(SEGMENTER.length())))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "--set " + name + " would hold for the U-Net on synthetic images alone and not for those on"
                                    + " real ones that it is compared with. Take an option that holds for all, such as"
                                    + " --segmentation-steps, or add --no-baselines");
                });
    }

    private RunSettings.Segmentation segmentation() {
        LearningRate rate = segmentation.learningRate();
        return new RunSettings.Segmentation(
                segmentationSteps,
                segmentationBatch,
                segmentationWidth,
                segmentationDepth,
                rate.initial(),
                rate.decayFrom(),
                segmentation.intensityJitter(),
                segmentation.blocks(),
                rate.power(),
                segmentation.changes().toString(),
                segmentation.balance(),
                segmentation.averageFlips());
    }

    /** Hours that the run may take, above 0. */
    public double hours() {
        return hours;
    }

    public LivePageOptions livePage() {
        return new LivePageOptions(live, livePort, open);
    }

    /** A number of hours above 0. */
    static final class Hours implements ITypeConverter<Double> {

        @Override
        public Double convert(String text) {
            double hours;
            try {
                hours = Double.parseDouble(text);
            } catch (NumberFormatException none) {
                hours = Double.NaN;
            }
            if (!(hours > 0)) {
                throw new TypeConversionException("'" + text + "' is not a number of hours above 0, such as 0.5");
            }
            return hours;
        }
    }
}
