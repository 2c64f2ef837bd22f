package org.asyndgan.twin.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.asyndgan.twin.kernel.CounterRandom;
import org.asyndgan.twin.tensor.DoubleTensor;

/**
 * Compares a network's derivatives with (L(x + h) − L(x − h)) / 2h in double precision, for L a random
 * linear function of the output.
 */
final class CentralDifferences {

    /**
     * h, and another in case the first will not do: a short step drowns a derivative of 0 in rounding,
     * a long one steps over the kink of a ReLU. A wrong derivative disagrees with both.
     */
    private static final double[] STEPS = {1e-6, 6e-6};

    private static final double TOLERANCE = 1e-5;
    /** Derivatives smaller than this, beside outputs of about 1, are compared absolutely. */
    private static final double SMALL = 1e-3;

    /** At most so many elements are tried, spread evenly. */
    private static final int TRIED = 150;

    private CentralDifferences() {}

    static void check(Network network, long[] sampleSeeds, int... shape) {
        checkInput(network, sampleSeeds, shape);
        DoubleTensor x = random(11, shape);
        DoubleTensor weights = random(12, network.forward(x, sampleSeeds).shape());

        network.parameters().zeroGradients();
        network.accumulateGradients(weights);
        double[] parameterGradient = network.parameters().gradients();
        double[] values = network.parameters().values();
        compare(
                "parameters",
                values,
                parameterGradient,
                weights,
                () -> network.forward(x, sampleSeeds),
                () -> network.parameters().assign(values));
    }

    /** The gradient of the input alone. */
    static void checkInput(Network network, long[] sampleSeeds, int... shape) {
        DoubleTensor x = random(11, shape);
        DoubleTensor weights = random(12, network.forward(x, sampleSeeds).shape());
        double[] inputGradient = network.inputGradient(weights).toArray();
        double[] input = x.toArray();
        compare(
                "input",
                input,
                inputGradient,
                weights,
                () -> network.forward(DoubleTensor.of(input, shape), sampleSeeds),
                () -> {});
    }

    private static void compare(
            String what,
            double[] point,
            double[] gradient,
            DoubleTensor weights,
            Supplier<DoubleTensor> output,
            Runnable moved) {
        int stride = Math.max(1, point.length / TRIED);
        for (int i = 0; i < point.length; i += stride) {
            double expected = Double.NaN;
            double error = Double.POSITIVE_INFINITY;
            for (int tried = 0; tried < STEPS.length && error >= TOLERANCE; tried++) {
                expected = difference(point, i, STEPS[tried], weights, output, moved);
                double scale = Math.max(SMALL, Math.max(Math.abs(expected), Math.abs(gradient[i])));
                error = Math.abs(gradient[i] - expected) / scale;
            }
            assertThat(error)
                    .as(
                            "relative error of the gradient of %s[%s]: %s, by differences %s",
                            what, i, gradient[i], expected)
                    .isLessThan(TOLERANCE);
        }
    }

    private static double difference(
            double[] point, int i, double step, DoubleTensor weights, Supplier<DoubleTensor> output, Runnable moved) {
        double kept = point[i];
        point[i] = kept + step;
        moved.run();
        DoubleTensor above = output.get();
        point[i] = kept - step;
        moved.run();
        DoubleTensor below = output.get();
        point[i] = kept;
        moved.run();
        return weightedDifference(weights, above, below) / (2 * step);
    }

    static DoubleTensor random(long seed, int... shape) {
        var random = new CounterRandom(seed, 0);
        double[] values = new double[Math.toIntExact(DoubleTensor.elements(shape))];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.gaussian(i);
        }
        return DoubleTensor.adopt(values, shape);
    }

    /** Subtracts first: the difference of two large sums would be mostly rounding. */
    private static double weightedDifference(DoubleTensor weights, DoubleTensor above, DoubleTensor below) {
        double sum = 0;
        for (int i = 0; i < weights.size(); i++) {
            sum += weights.at(i) * (above.at(i) - below.at(i));
        }
        return sum;
    }
}
