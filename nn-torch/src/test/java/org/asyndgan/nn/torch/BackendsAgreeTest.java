package org.asyndgan.nn.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.asyndgan.nn.architecture.DiscriminatorKind;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.PatchDiscriminator;
import org.asyndgan.nn.architecture.PatchSettings;
import org.asyndgan.nn.architecture.Perceptron;
import org.asyndgan.nn.architecture.PerceptronSettings;
import org.asyndgan.nn.architecture.ResnetGenerator;
import org.asyndgan.nn.architecture.ResnetSettings;
import org.asyndgan.nn.architecture.SegmentingDiscriminator;
import org.asyndgan.nn.architecture.SegmentingSettings;
import org.asyndgan.nn.architecture.UNet;
import org.asyndgan.nn.architecture.UNetSettings;
import org.asyndgan.nn.backend.Engine;
import org.asyndgan.nn.export.StateDictionary;
import org.asyndgan.nn.kernel.CounterRandom;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.network.Parameters;
import org.asyndgan.nn.optimizer.Adam;
import org.asyndgan.nn.optimizer.AdamSettings;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both backends take the same steps, within rounding, with the same dropout and noise. */
class BackendsAgreeTest {

    private static final double AFTER_ONE_STEP = 1e-4;
    private static final double AFTER_TEN_STEPS = 1e-3;
    private static final int STEPS = 10;
    private static final int BATCH = 2;
    private static final int SIDE = 32;

    /**
     * A bias before a norm has gradient 0 but for rounding, which Adam turns into steps: tensors with less
     * than this part of the largest gradient are not compared after a step.
     */
    private static final double DEAD = 1e-5;

    @AfterEach
    void backToTorch() {
        Engine.use("torch", "cpu");
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind("generator", 2, () -> new ResnetGenerator(generator(ResnetSettings.Decoder.TRANSPOSED, 0), 1)),
                new Kind(
                        "generator with noise and the mask joined again",
                        2,
                        () -> new ResnetGenerator(generator(ResnetSettings.Decoder.NEAREST_MASK, 2), 1)),
                new Kind(
                        "patch discriminator",
                        3,
                        () -> new PatchDiscriminator(new PatchSettings(3, 8, 2, NormLayer.INSTANCE), 2)),
                new Kind(
                        "patch discriminator with spectral norm",
                        3,
                        () -> new PatchDiscriminator(new PatchSettings(3, 8, 2, NormLayer.SPECTRAL), 2)),
                new Kind(
                        "patch discriminator with batch norm",
                        3,
                        () -> new PatchDiscriminator(new PatchSettings(3, 8, 2, NormLayer.BATCH), 2)),
                new Kind(
                        "segmenting discriminator",
                        1,
                        () -> new SegmentingDiscriminator(
                                new SegmentingSettings(1, 3, 8, DiscriminatorKind.CLASSWISE_PATCH), 3)),
                new Kind("U-Net", 1, () -> new UNet(new UNetSettings(1, 3, 8, 2), 4)),
                new Kind(
                        "U-Net of residual blocks",
                        1,
                        () -> new UNet(new UNetSettings(1, 3, 8, 2, UNetSettings.Blocks.RESIDUAL), 4)),
                new Kind("perceptron", 2, () -> new Perceptron(new PerceptronSettings(2, 3, 8, 2, 2, true), 5)));
    }

    private static ResnetSettings generator(ResnetSettings.Decoder decoder, int noise) {
        return new ResnetSettings(2, 1, 8, 2, NormLayer.INSTANCE, 0.5, decoder, noise);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void takesTheSteps(Kind kind) {
        List<Map<String, FloatTensor>> ofNd4j = train("nd4j", kind);
        List<Map<String, FloatTensor>> ofTorch = train("torch", kind);

        compare("before a step", ofNd4j.get(0), ofTorch.get(0), 0);
        Map<String, FloatTensor> gradient = ofNd4j.get(1);
        compare("gradient", gradient, ofTorch.get(1), AFTER_ONE_STEP);
        compareAlive("after one step", gradient, ofNd4j.get(2), ofTorch.get(2), AFTER_ONE_STEP);
        compareAlive("after ten steps", gradient, ofNd4j.get(3), ofTorch.get(3), AFTER_TEN_STEPS);
    }

    /** Weights before all steps, gradient of the first with the output and ∂L/∂x, weights after 1 and 10. */
    private static List<Map<String, FloatTensor>> train(String backend, Kind kind) {
        Engine.use(backend, "cpu");
        var states = new ArrayList<Map<String, FloatTensor>>();
        try (Network network = kind.opens().get()) {
            spread(network);
            var adam = new Adam(network.parameters(), AdamSettings.GAN);
            states.add(StateDictionary.of(network.parameters()));
            for (int step = 1; step <= STEPS; step++) {
                FloatTensor y = network.forward(draw(1, kind.channels()), 17L + step, 4711);
                FloatTensor dy = draw(2, y.dim(1), y.dim(2), y.dim(3)).times(1.0 / y.size());
                network.parameters().zeroGradients();
                network.accumulateGradients(dy);
                if (step == 1) {
                    var gradients = StateDictionary.of(
                            network.parameters().layout(), network.parameters().gradients());
                    gradients.put("output", y);
                    gradients.put("input gradient", network.inputGradient(dy));
                    states.add(gradients);
                }
                adam.step(2e-4);
                if (step == 1 || step == STEPS) {
                    states.add(StateDictionary.of(network.parameters()));
                }
            }
        }
        return states;
    }

    /**
     * Weights as the golden tests have them, around 1 for scales and of some size for all others: norms
     * magnify the rounding of maps that are all but 0, and of a bias that begins at 0 its steps are all.
     */
    private static void spread(Network network) {
        float[] values = new float[network.parameters().count()];
        var random = new CounterRandom(3, 0);
        for (Parameters.ParameterTensor tensor : network.parameters().layout()) {
            int size = tensor.shape().stream().reduce(1, (a, b) -> a * b);
            boolean isScale = tensor.shape().size() == 1 && tensor.name().endsWith("weight");
            for (int i = tensor.offset(); i < tensor.offset() + size; i++) {
                values[i] = (float) ((isScale ? 1 : 0) + 0.3 * (2 * random.uniform(i) - 1));
            }
        }
        network.parameters().assign(values);
    }

    private static void compare(
            String what, Map<String, FloatTensor> expected, Map<String, FloatTensor> actual, double tolerance) {
        double floor = DEAD * largest(expected);
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach(
                (name, tensor) -> assertThat(difference(tensor, actual.get(name)) / Math.max(floor, tensor.norm()))
                        .as("%s, %s", what, name)
                        .isLessThanOrEqualTo(tensor.norm() < floor ? 1 : tolerance));
    }

    private static void compareAlive(
            String what,
            Map<String, FloatTensor> gradient,
            Map<String, FloatTensor> expected,
            Map<String, FloatTensor> actual,
            double tolerance) {
        double floor = DEAD * largest(gradient);
        var compared = new ArrayList<String>();
        expected.forEach((name, tensor) -> {
            if (gradient.get(name).norm() > floor) {
                compared.add(name);
                assertThat(difference(tensor, actual.get(name)) / tensor.norm())
                        .as("%s, %s", what, name)
                        .isLessThan(tolerance);
            }
        });
        assertThat(compared).hasSizeGreaterThan(expected.size() / 2);
    }

    private static double largest(Map<String, FloatTensor> gradient) {
        return gradient.values().stream().mapToDouble(FloatTensor::norm).max().orElseThrow();
    }

    private static double difference(FloatTensor expected, FloatTensor actual) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        double sum = 0;
        for (int i = 0; i < expected.size(); i++) {
            double miss = (double) actual.at(i) - expected.at(i);
            sum += miss * miss;
        }
        return Math.sqrt(sum);
    }

    private static FloatTensor draw(long stream, int channels) {
        return draw(stream, channels, SIDE, SIDE);
    }

    private static FloatTensor draw(long stream, int channels, int height, int width) {
        var random = new CounterRandom(9, stream);
        float[] values = new float[BATCH * channels * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.tanh(random.gaussian(i));
        }
        return FloatTensor.adopt(values, BATCH, channels, height, width);
    }

    /**
     * A kind of network.
     *
     * @param channels of its input
     * @param opens one on the engine's backend
     */
    record Kind(String name, int channels, Supplier<Network> opens) {

        @Override
        public String toString() {
            return name;
        }
    }
}
