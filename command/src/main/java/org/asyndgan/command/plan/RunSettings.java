package org.asyndgan.command.plan;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.asyndgan.core.checkpoint.WholeFile;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.core.folding.Until;
import org.asyndgan.core.segmentation.augmentation.PairAugmentation;
import org.asyndgan.core.site.mask.PairChoice;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.imaging.dataset.Fit;
import org.asyndgan.imaging.dataset.IntensityScaling;
import org.asyndgan.imaging.folder.LabelMapping;
import org.asyndgan.nn.architecture.DiscriminatorKind;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.ResnetSettings.Decoder;
import org.asyndgan.nn.architecture.UNetSettings.Blocks;
import org.asyndgan.nn.loss.AdversarialLoss;

/**
 * What a run on this machine does; kept as {@code run.json} in its folder.
 *
 * @param name of the run, prefix of its topics
 * @param runs folder in which the run's folder is made
 * @param data folder with the sites' folders
 * @param seed that all random numbers follow from
 * @param images what is done to images before any network sees them
 * @param training of generator and discriminators
 * @param segmentation of every arm alike
 * @param baselines says whether the same network is trained on real images too, for comparison
 * @param labelMap what becomes of label values, such as {@code mercy:255=1}
 * @param acceptDoubts whether the run may start although something makes a score mean little
 * @param properties of the workers by full name, such as {@code asyndgan.generator.max-lag}; they win over all
 *     that these settings say
 */
public record RunSettings(
        String name,
        Path runs,
        Path data,
        long seed,
        Images images,
        Training training,
        Segmentation segmentation,
        boolean baselines,
        List<String> labelMap,
        boolean acceptDoubts,
        Map<String, String> properties) {

    /** Setting that says what the masks are that sites share. */
    public static final String MASK_SOURCE = "asyndgan.site.mask-source";

    /** Setting that says whether discriminators are trained under differential privacy. */
    public static final String PRIVACY = "asyndgan.site.privacy";

    public static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new SimpleModule().addSerializer(Path.class, ToStringSerializer.instance))
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    public RunSettings {
        // Runs of earlier versions have no rules.
        labelMap = labelMap == null ? List.of() : List.copyOf(labelMap);
        properties = Map.copyOf(properties);
    }

    /**
     * Writes them into the folder of their run, for a replay.
     *
     * @throws RunException ADG-703 if that cannot be
     */
    public void keepIn(RunFolder folder) {
        try {
            byte[] text = JSON.writeValueAsBytes(fromAnywhere());
            // A run that goes on writes it anew, and could not go on once more with half of it.
            WholeFile.write(folder.settings(), file -> Files.write(file, text));
        } catch (IOException notWritten) {
            throw new RunException(
                    "ADG-703",
                    "The settings cannot be written to " + folder.settings() + ": " + FileTrouble.reason(notWritten)
                            + ". Free space or choose another folder with --runs.",
                    notWritten);
        }
    }

    /**
     * The settings in the folder of a run.
     *
     * @throws RunException ADG-709 if they cannot be read
     */
    public static RunSettings keptIn(RunFolder folder) {
        try {
            return JSON.readValue(folder.settings().toFile(), RunSettings.class);
        } catch (IOException unreadable) {
            throw new RunException(
                    "ADG-709",
                    "The settings of a run cannot be read from " + folder.settings() + ": " + unreadable.getMessage()
                            + ". Go on with the version that began it.",
                    unreadable);
        }
    }

    /** The first setting in which another run differs, with both values; doubts are accepted anew each time. */
    Optional<String> differenceFrom(RunSettings other) {
        Map<String, String> ours = fromAnywhere().lines();
        Map<String, String> theirs = other.fromAnywhere().lines();
        return Stream.concat(ours.keySet().stream(), theirs.keySet().stream())
                .filter(name -> !name.equals("acceptDoubts") && !name.equals("runs"))
                .filter(name -> !Objects.equals(ours.get(name), theirs.get(name)))
                .findFirst()
                .map(name -> name + " was " + theirs.get(name) + ", not " + ours.get(name));
    }

    /** The same for whoever stands in another directory. */
    private RunSettings fromAnywhere() {
        return new RunSettings(
                name,
                runs.toAbsolutePath().normalize(),
                data.toAbsolutePath().normalize(),
                seed,
                images,
                training,
                segmentation,
                baselines,
                labelMap,
                acceptDoubts,
                properties);
    }

    /** @param side of the images, pixels */
    RunSettings withImageSize(int side) {
        return with(images.withSize(side), training);
    }

    RunSettings withSteps(long steps) {
        return with(images, training.withSteps(steps));
    }

    /**
     * The same for sites that are only asked about what they learnt: in another folder, without a budget of privacy to spend,
     * with other initial weights, and with a learning rate that falls.
     */
    public RunSettings askedIn(Path folder) {
        Map<String, String> rest = new TreeMap<>(properties);
        rest.keySet()
                .removeIf(name -> name.startsWith(PRIVACY)
                        || name.equals("asyndgan.site.initial-weights")
                        || name.equals("asyndgan.site.decay-from"));
        return new RunSettings(
                name, folder, data, seed, images, training, segmentation, baselines, labelMap, acceptDoubts, rest);
    }

    private RunSettings with(Images otherImages, Training otherTraining) {
        return new RunSettings(
                name,
                runs,
                data,
                seed,
                otherImages,
                otherTraining,
                segmentation,
                baselines,
                labelMap,
                acceptDoubts,
                properties);
    }

    /** The rules for label values. */
    LabelMapping labelMapping() {
        return LabelMapping.parse(labelMap);
    }

    /** All settings, one a line of a report: {@code training.steps} and so on. */
    public Map<String, String> lines() {
        Map<String, String> lines = new LinkedHashMap<>();
        flatten("", JSON.valueToTree(this), lines);
        return lines;
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> lines) {
        node.properties().forEach(field -> {
            String name = prefix + field.getKey();
            if (field.getValue().isObject()) {
                flatten(name + ".", field.getValue(), lines);
            } else {
                lines.put(name, text(field.getValue()));
            }
        });
    }

    private static String text(JsonNode value) {
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(","))
                : value.asText();
    }

    /**
     * How images of any size become what the networks see.
     *
     * @param size side of the square, pixels; 0 until it is chosen
     * @param loadSize length of the shorter side before windows are cut; 0 keeps the file's
     * @param channels 1, 3, or 0 for 3 if any image is in colour
     * @param views windows lent of every training pair; 1 for whole images
     */
    public record Images(
            int size,
            Fit fit,
            int loadSize,
            int channels,
            @JsonAlias("normalisation") IntensityScaling intensityScaling,
            int views) {

        Images withChannels(int decided) {
            return new Images(size, fit, loadSize, decided, intensityScaling, views);
        }

        Images withSize(int side) {
            return new Images(side, fit, loadSize, channels, intensityScaling, views);
        }
    }

    /**
     * The training of generator and discriminators.
     *
     * @param steps of the generator, or the most of a run that ends once it has converged; 0 until they are chosen
     * @param generatorWidth feature maps of the generator's first convolution
     * @param blocks residual blocks of the generator
     * @param discriminatorWidth feature maps of a discriminator's first convolution
     * @param layers strided convolutions of a discriminator
     * @param loss that discriminators descend and the generator answers to
     * @param learningRate of the generator
     * @param averaging decay of the weights' moving average that releases are drawn with; 0 for none
     * @param releaseSamples synthetic pairs released at the end; 0 for one a mask
     * @param realPairs who chooses the real pairs that a discriminator learns from; missing in files of before there was a
     *     choice, when the generator did
     * @param networks kinds of both networks; missing in files of before there was a choice
     * @param discriminatorLearningRate of the discriminators; 0, as in files of before there was a choice, for the
     *     generator's
     * @param until what the run is trained until; missing in files of before there was a choice, when it took all its steps
     */
    public record Training(
            long steps,
            FoldMode mode,
            int batchSize,
            int generatorWidth,
            int blocks,
            int discriminatorWidth,
            int layers,
            AdversarialLoss loss,
            double learningRate,
            double averaging,
            int releaseSamples,
            PairChoice realPairs,
            Networks networks,
            double discriminatorLearningRate,
            Until until) {

        public Training {
            realPairs = realPairs == null ? PairChoice.NAMED_BY_GENERATOR : realPairs;
            networks = networks == null ? Networks.USUAL : networks;
            discriminatorLearningRate = discriminatorLearningRate == 0 ? learningRate : discriminatorLearningRate;
            until = until == null ? Until.STEPS : until;
        }

        Training withSteps(long other) {
            return new Training(
                    other,
                    mode,
                    batchSize,
                    generatorWidth,
                    blocks,
                    discriminatorWidth,
                    layers,
                    loss,
                    learningRate,
                    averaging,
                    releaseSamples,
                    realPairs,
                    networks,
                    discriminatorLearningRate,
                    until);
        }
    }

    /**
     * Kinds of generator and discriminators.
     *
     * @param dropout share of the maps' elements dropped inside the generator's blocks
     * @param decoder of the generator
     * @param noise maps of noise that the generator is given with a mask
     * @param siteCode numbers that tell the generator whose mask it is given; 0, as in runs begun before there were, for none
     * @param discriminator what discriminators are asked
     * @param discriminatorNormLayer of a discriminator of patches
     */
    public record Networks(
            double dropout,
            Decoder decoder,
            int noise,
            int siteCode,
            DiscriminatorKind discriminator,
            NormLayer discriminatorNormLayer) {

        /** The paper's. */
        public static final Networks USUAL =
                new Networks(0.5, Decoder.TRANSPOSED, 0, 0, DiscriminatorKind.PATCH, NormLayer.INSTANCE);
    }

    /**
     * The segmentation network that measures what images are worth.
     *
     * @param steps optimiser steps
     * @param width feature maps of the topmost level
     * @param depth times it halves the image
     * @param decayFrom share of the training after which the learning rate falls to 0
     * @param intensityJitter spread of a gamma and a gain drawn for every pair; 0 for none
     * @param blocks what a level of the network computes; null, as in runs begun before there were others, for plain ones
     * @param decayPower of the share of steps left that the learning rate falls with; 0 stands for 1
     * @param changes how else pairs are changed, in words of {@link PairAugmentation#parse}; null for none
     * @param balance share of a step's pairs drawn so that every class is seen as often
     * @param averageFlips says whether predictions are averaged over flips of the image
     */
    public record Segmentation(
            long steps,
            int batchSize,
            int width,
            int depth,
            double learningRate,
            double decayFrom,
            double intensityJitter,
            Blocks blocks,
            double decayPower,
            String changes,
            double balance,
            boolean averageFlips) {

        /** Plain blocks, pairs changed in intensity alone. */
        public Segmentation(
                long steps,
                int batchSize,
                int width,
                int depth,
                double learningRate,
                double decayFrom,
                double intensityJitter) {
            this(
                    steps,
                    batchSize,
                    width,
                    depth,
                    learningRate,
                    decayFrom,
                    intensityJitter,
                    Blocks.PLAIN,
                    /* decayPower= */ 1,
                    PairAugmentation.NONE.toString(),
                    /* balance= */ 0,
                    /* averageFlips= */ false);
        }

        public Segmentation {
            blocks = blocks == null ? Blocks.PLAIN : blocks;
            decayPower = decayPower == 0 ? 1 : decayPower;
            changes = changes == null ? PairAugmentation.NONE.toString() : changes;
        }
    }
}
