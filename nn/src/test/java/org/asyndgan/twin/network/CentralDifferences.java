package org.asyndgan.twin.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;
import org.asyndgan.twin.kernel.CounterRandom;
import org.asyndgan.twin.tensor.DoubleTensor;

/**
 * Compares a network's derivatives with (L(x + h) − L(x − h)) / 2h in double precision, for L a random
 * linear function of the output.
 */
final class CentralDifferences {

    private static final double STEP = 1e-6;
    private static final double TOLERANCE = 1e-5;
    /** Derivatives smaller than this, beside outputs of about 1, are compared absolutely. */
    private static final double SMALL = 1e-3;

    /** At most so many elements are tried, spread evenly. */
    private static final int TRIED = 150;

    private CentralDifferences() {}

    static void check(Network network, long[] sampleSeeds, int... shape) {
        DoubleTensor x = random(11, shape);
        DoubleTensor weights = random(12, network.forward(x, sampleSeeds).shape());

        double[] inputGradient = network.inputGradient(weights).toArray();
        double[] input = x.toArray();
        compare(
                "input",
                input,
                inputGradient,
                () -> dot(weights, network.forward(DoubleTensor.of(input, shape), sampleSeeds)),
                () -> {});

        network.forward(x, sampleSeeds);
        network.parameters().zeroGradients();
        network.accumulateGradients(weights);
        double[] parameterGradient = network.parameters().gradients();
        double[] values = network.parameters().values();
        compare(
                "parameters",
                values,
                parameterGradient,
                () -> dot(weights, network.forward(x, sampleSeeds)),
                () -> network.parameters().assign(values));
    }

    private static void compare(String what, double[] point, double[] gradient, DoubleSupplier loss, Runnable moved) {
        int stride = Math.max(1, point.length / TRIED);
        IntToDoubleFunction difference = i -> {
            double kept = point[i];
            point[i] = kept + STEP;
            moved.run();
            double above = loss.getAsDouble();
            point[i] = kept - STEP;
            moved.run();
            double below = loss.getAsDouble();
            point[i] = kept;
            moved.run();
            return (above - below) / (2 * STEP);
        };
        for (int i = 0; i < point.length; i += stride) {
            double expected = difference.applyAsDouble(i);
            double scale = Math.max(SMALL, Math.max(Math.abs(expected), Math.abs(gradient[i])));
            assertThat(Math.abs(gradient[i] - expected) / scale)
                    .as(
                            "relative error of the gradient of %s[%s]: %s, by differences %s",
                            what, i, gradient[i], expected)
                    .isLessThan(TOLERANCE);
        }
    }

    static DoubleTensor random(long seed, int... shape) {
        var random = new CounterRandom(seed, 0);
        double[] values = new double[Math.toIntExact(DoubleTensor.elements(shape))];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.gaussian(i);
        }
        return DoubleTensor.adopt(values, shape);
    }

    private static double dot(DoubleTensor a, DoubleTensor b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += a.at(i) * b.at(i);
        }
        return sum;
    }
}
