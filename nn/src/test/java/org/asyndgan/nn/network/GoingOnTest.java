package org.asyndgan.nn.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.ResnetGenerator;
import org.asyndgan.nn.architecture.ResnetSettings;
import org.asyndgan.nn.kernel.CounterRandom;
import org.asyndgan.nn.optimizer.Adam;
import org.asyndgan.nn.optimizer.AdamSettings;
import org.asyndgan.nn.optimizer.AdamState;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

/** What a snapshot holds, weights and moments, is all that a network needs to go on with the same bits. */
class GoingOnTest {

    private static final int STEPS = 6;

    @Test
    void anotherNetworkGoesOnFromASnapshotWithTheSameBits() {
        float[] expected;
        float[] weights;
        AdamState moments;
        try (var network = network(1)) {
            var adam = new Adam(network.parameters(), AdamSettings.GAN);
            train(network, adam, 0, STEPS);
            weights = network.parameters().values();
            moments = adam.state();
            train(network, adam, STEPS, 2 * STEPS);
            expected = network.parameters().values();
        }

        try (var other = network(2)) {
            var adam = new Adam(other.parameters(), AdamSettings.GAN);
            train(other, adam, 0, 2); // its own moments and activations must not matter
            other.parameters().assign(weights);
            adam.restore(moments);
            train(other, adam, STEPS, 2 * STEPS);

            assertThat(other.parameters().values()).isEqualTo(expected);
        }
    }

    private static ResnetGenerator network(long seed) {
        var settings = new ResnetSettings(2, 1, 4, 1, NormLayer.INSTANCE, 0.5, ResnetSettings.Decoder.NEAREST_MASK, 1);
        return new ResnetGenerator(settings, seed);
    }

    private static void train(Network network, Adam adam, int from, int to) {
        for (int step = from; step < to; step++) {
            FloatTensor images = network.forward(draw(step), 31L * step, 7);
            network.parameters().zeroGradients();
            network.accumulateGradients(images.times(0.01));
            adam.step(1e-3);
        }
    }

    private static FloatTensor draw(int step) {
        var random = new CounterRandom(4, step);
        float[] values = new float[2 * 2 * 16 * 16];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.gaussian(i);
        }
        return FloatTensor.adopt(values, 2, 2, 16, 16);
    }
}
