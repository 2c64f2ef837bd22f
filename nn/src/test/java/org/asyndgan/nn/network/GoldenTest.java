package org.asyndgan.nn.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.asyndgan.nn.architecture.DiscriminatorKind;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.PatchDiscriminator;
import org.asyndgan.nn.architecture.PatchSettings;
import org.asyndgan.nn.architecture.ResnetGenerator;
import org.asyndgan.nn.architecture.ResnetSettings;
import org.asyndgan.nn.architecture.SegmentingDiscriminator;
import org.asyndgan.nn.architecture.SegmentingSettings;
import org.asyndgan.nn.architecture.UNet;
import org.asyndgan.nn.architecture.UNetSettings;
import org.asyndgan.nn.export.SafeTensors;
import org.asyndgan.nn.export.StateDictionary;
import org.asyndgan.nn.kernel.CounterRandom;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.nn.loss.DiscriminatorLoss;
import org.asyndgan.nn.loss.SegmentationLoss;
import org.asyndgan.nn.optimizer.Adam;
import org.asyndgan.nn.optimizer.AdamSettings;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole networks against PyTorch: src/test/golden/golden.py made the numbers. */
class GoldenTest {

    private static final double AFTER_ONE_STEP = 1e-4;
    private static final double AFTER_TEN_STEPS = 1e-3;
    private static final int STEPS = 10;
    private static final double RATE = 2e-3;

    /**
     * Biases before InstanceNorm have gradient 0 but for rounding, and Adam turns rounding into steps:
     * tensors with less than this part of the whole gradient are not compared after a step.
     */
    private static final double DEAD = 1e-5;

    @ParameterizedTest
    @EnumSource(
            value = ResnetSettings.Decoder.class,
            names = {"NEAREST", "NEAREST_MASK"})
    void theGeneratorWithOtherDecoders(ResnetSettings.Decoder decoder) throws Exception {
        FloatTensor target = uniform(2, 1, 2, 1, 16, 16);
        var loss = new Loss(y -> dot(y, target) / y.size(), y -> target.times(1.0 / target.size()));
        var settings = new ResnetSettings(2, 1, 4, 1, NormLayer.INSTANCE, 0, decoder, 0);

        try (var network = new ResnetGenerator(settings, 1)) {
            compare("generator-" + lower(decoder), network, uniform(2, 0, 2, 2, 16, 16), loss, AdamSettings.GAN);
        }
    }

    @ParameterizedTest
    @EnumSource(value = DiscriminatorKind.class, mode = EnumSource.Mode.EXCLUDE, names = "PATCH")
    void theSegmentingDiscriminator(DiscriminatorKind kind) throws Exception {
        FloatTensor draws = uniform(2, 1, 2, 16, 16);
        float[] oneHot = new float[3 * draws.size()];
        for (int i = 0; i < draws.size(); i++) {
            int k = (int) Math.floor((draws.at(i) + 1) * 1.5f);
            oneHot[(i / 256 * 3 + k) * 256 + i % 256] = 1;
        }
        FloatTensor masks = FloatTensor.adopt(oneHot, 2, 3, 16, 16);
        DiscriminatorLoss judge = kind.loss(AdversarialLoss.LEAST_SQUARES, new long[] {600, 300, 100});
        var loss = new Loss(z -> judge.ofGenerator(z, masks).value(), z -> judge.ofGenerator(z, masks)
                .gradient());

        try (var network = new SegmentingDiscriminator(new SegmentingSettings(1, 3, 4, kind), 1)) {
            compare(lower(kind), network, uniform(2, 0, 2, 1, 16, 16), loss, AdamSettings.GAN);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = NormLayer.class,
            names = {"INSTANCE", "BATCH"})
    void theGenerator(NormLayer normLayer) throws Exception {
        FloatTensor target = uniform(2, 1, 2, 1, 16, 16);
        var loss = new Loss(y -> dot(y, target) / y.size(), y -> target.times(1.0 / target.size()));

        try (var network = new ResnetGenerator(new ResnetSettings(2, 1, 4, 2, normLayer, 0), 1)) {
            compare("generator-" + lower(normLayer), network, uniform(2, 0, 2, 2, 16, 16), loss, AdamSettings.GAN);
        }
    }

    @ParameterizedTest
    @EnumSource(NormLayer.class)
    void theDiscriminator(NormLayer normLayer) throws Exception {
        var judge = AdversarialLoss.CROSS_ENTROPY;
        var loss = new Loss(z -> judge.value(z, true), z -> judge.gradient(z, true));

        try (var network = new PatchDiscriminator(new PatchSettings(3, 4, 3, normLayer), 1)) {
            compare("discriminator-" + lower(normLayer), network, uniform(2, 0, 2, 3, 32, 32), loss, AdamSettings.GAN);
        }
    }

    @ParameterizedTest
    @EnumSource(UNetSettings.Blocks.class)
    void theUNet(UNetSettings.Blocks blocks) throws Exception {
        FloatTensor draws = uniform(2, 1, 2, 16, 16);
        int[] classes = new int[draws.size()];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = (int) Math.floor((draws.at(i) + 1) * 1.5f);
        }
        var loss = new Loss(
                z -> SegmentationLoss.BOTH.evaluate(z, classes).value(),
                z -> SegmentationLoss.BOTH.evaluate(z, classes).gradient());

        try (var network = new UNet(new UNetSettings(1, 3, 4, 2, blocks), 1)) {
            String name = blocks == UNetSettings.Blocks.PLAIN ? "unet" : "unet-" + lower(blocks);
            compare(name, network, uniform(2, 0, 2, 1, 16, 16), loss, AdamSettings.SUPERVISED);
        }
    }

    private static void compare(String name, Network network, FloatTensor x, Loss loss, AdamSettings settings)
            throws Exception {
        Map<String, FloatTensor> golden = golden(name);
        StateDictionary.assign(network.parameters(), initialWeights(network.parameters(), golden));
        var adam = new Adam(network.parameters(), settings);
        FloatTensor losses = golden.get("losses");

        for (int step = 1; step <= STEPS; step++) {
            FloatTensor y = network.forward(x);
            FloatTensor dy = loss.gradient().apply(y);
            assertThat(loss.value().apply(y))
                    .as("loss at step %s", step)
                    .isCloseTo(
                            losses.at(step - 1),
                            org.assertj.core.data.Offset.offset(2e-4 * Math.max(1, Math.abs(losses.at(0)))));
            network.parameters().zeroGradients();
            network.accumulateGradients(dy);
            if (step == 1) {
                assertThat(distance(y, golden.get("output"))).as("output").isLessThan(AFTER_ONE_STEP);
                assertThat(distance(network.inputGradient(dy), golden.get("inputGradient")))
                        .as("input gradient")
                        .isLessThan(AFTER_ONE_STEP);
                compareGradients(network.parameters(), golden);
            }
            adam.step(RATE);
            if (step == 1) {
                compareWeights(network.parameters(), golden, "step1.", AFTER_ONE_STEP);
            }
        }
        compareWeights(network.parameters(), golden, "step10.", AFTER_TEN_STEPS);
    }

    private static void compareGradients(Parameters parameters, Map<String, FloatTensor> golden) {
        double floor = DEAD * wholeGradient(golden);
        StateDictionary.of(parameters.layout(), parameters.gradients()).forEach((tensor, own) -> {
            FloatTensor expected = golden.get("gradient." + tensor);
            assertThat(difference(own, expected) / Math.max(floor / AFTER_ONE_STEP, expected.norm()))
                    .as("gradient of %s", tensor)
                    .isLessThan(AFTER_ONE_STEP);
        });
    }

    private static void compareWeights(
            Parameters parameters, Map<String, FloatTensor> golden, String step, double tolerance) {
        double floor = DEAD * wholeGradient(golden);
        var compared = new ArrayList<String>();
        StateDictionary.of(parameters).forEach((tensor, own) -> {
            if (golden.get("gradient." + tensor).norm() > floor) {
                assertThat(distance(own, golden.get(step + tensor)))
                        .as(step + tensor)
                        .isLessThan(tolerance);
                compared.add(tensor);
            }
        });
        assertThat(compared.size())
                .as("tensors compared")
                .isGreaterThan(parameters.layout().size() / 2);
    }

    private static double wholeGradient(Map<String, FloatTensor> golden) {
        return golden.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("gradient."))
                .mapToDouble(entry -> entry.getValue().norm())
                .max()
                .orElseThrow();
    }

    /** As in golden.py: streams by the order of the names, scales of norms around 1. */
    private static Map<String, FloatTensor> initialWeights(Parameters parameters, Map<String, FloatTensor> golden) {
        List<String> names = new ArrayList<>(parameters.layout().stream()
                .map(Parameters.ParameterTensor::name)
                .toList());
        Collections.sort(names);
        var weights = new TreeMap<String, FloatTensor>();
        for (int stream = 0; stream < names.size(); stream++) {
            String name = names.get(stream);
            int[] shape = golden.get("gradient." + name).shape();
            boolean isScale = shape.length == 1 && name.endsWith("weight");
            float[] values = uniform(1, stream, shape).toArray();
            for (int i = 0; i < values.length; i++) {
                values[i] = (isScale ? 1 : 0) + 0.3f * values[i];
            }
            weights.put(name, FloatTensor.adopt(values, shape));
        }
        return weights;
    }

    private static FloatTensor uniform(long seed, long stream, int... shape) {
        var random = new CounterRandom(seed, stream);
        float[] values = new float[Math.toIntExact(FloatTensor.elements(shape))];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.uniform(i) * 2 - 1);
        }
        return FloatTensor.adopt(values, shape);
    }

    private static Map<String, FloatTensor> golden(String name) throws IOException, URISyntaxException {
        return SafeTensors.read(Path.of(
                GoldenTest.class.getResource("/golden/" + name + ".safetensors").toURI()));
    }

    private static double distance(FloatTensor own, FloatTensor expected) {
        return difference(own, expected) / expected.norm();
    }

    private static double difference(FloatTensor own, FloatTensor expected) {
        assertThat(own.shape()).isEqualTo(expected.shape());
        double sum = 0;
        for (int i = 0; i < own.size(); i++) {
            double miss = own.at(i) - expected.at(i);
            sum += miss * miss;
        }
        return Math.sqrt(sum);
    }

    private static double dot(FloatTensor a, FloatTensor b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += (double) a.at(i) * b.at(i);
        }
        return sum;
    }

    private static String lower(Enum<?> choice) {
        return choice.name().toLowerCase(java.util.Locale.ROOT);
    }

    private record Loss(Function<FloatTensor, Double> value, Function<FloatTensor, FloatTensor> gradient) {}
}
