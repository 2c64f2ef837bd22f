package org.asyndgan.nn.network;

import java.util.Arrays;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.PatchDiscriminator;
import org.asyndgan.nn.architecture.PatchSettings;
import org.asyndgan.nn.architecture.ResnetGenerator;
import org.asyndgan.nn.architecture.ResnetSettings;
import org.asyndgan.nn.architecture.UNet;
import org.asyndgan.nn.architecture.UNetSettings;
import org.asyndgan.nn.kernel.CounterRandom;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.nn.loss.SegmentationLoss;
import org.asyndgan.nn.optimizer.Adam;
import org.asyndgan.nn.optimizer.AdamSettings;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * Fifty steps of everything that trains: a generator with dropout against a discriminator, and a
 * U-Net on what the generator drew. Prints the hash codes when run as a program of its own.
 */
public final class TrainingRun {

    private static final int STEPS = 50;
    private static final double RATE = 2e-4;

    private TrainingRun() {}

    public static void main(String[] arguments) {
        System.out.println(hashCodes());
    }

    /** Hash codes of the weights of G, D and U-Net, such as {@code 1a2b3c4d-…-…}. */
    static String hashCodes() {
        try (var g = new ResnetGenerator(new ResnetSettings(1, 1, 8, 2, NormLayer.INSTANCE, 0.5), 1);
                var d = new PatchDiscriminator(new PatchSettings(2, 16, 2, NormLayer.INSTANCE), 2);
                var u = new UNet(new UNetSettings(1, 2, 8, 2), 3)) {
            var adamOfG = new Adam(g.parameters(), AdamSettings.GAN);
            var adamOfD = new Adam(d.parameters(), AdamSettings.GAN);
            var adamOfU = new Adam(u.parameters(), AdamSettings.SUPERVISED);
            for (int step = 0; step < STEPS; step++) {
                FloatTensor masks = draw(2L * step, 1 + step % 3);
                FloatTensor real = draw(2L * step + 1, 1 + step % 3);
                long[] seeds = new long[masks.dim(0)];
                Arrays.setAll(seeds, i -> 31L * i + 7);
                FloatTensor images = g.forward(masks, seeds);
                learn(d, FloatTensor.concatChannels(masks, real), true);
                learn(d, FloatTensor.concatChannels(masks, images), false);
                stepAndClear(adamOfD, d);
                FloatTensor logits = d.forward(FloatTensor.concatChannels(masks, images));
                g.accumulateGradients(d.inputGradient(AdversarialLoss.CROSS_ENTROPY.generatorGradient(logits))
                        .channels(1, 2));
                stepAndClear(adamOfG, g);
                segment(u, images, masks);
                stepAndClear(adamOfU, u);
            }
            return String.format(
                    "%08x-%08x-%08x",
                    Arrays.hashCode(g.parameters().values()),
                    Arrays.hashCode(d.parameters().values()),
                    Arrays.hashCode(u.parameters().values()));
        }
    }

    private static void learn(Network d, FloatTensor pairs, boolean real) {
        d.accumulateGradients(AdversarialLoss.CROSS_ENTROPY.gradient(d.forward(pairs), real));
    }

    private static void segment(Network u, FloatTensor images, FloatTensor masks) {
        int[] classes = new int[masks.size()];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = masks.at(i) > 0 ? 1 : 0;
        }
        u.accumulateGradients(
                SegmentationLoss.BOTH.evaluate(u.forward(images), classes).gradient());
    }

    private static void stepAndClear(Adam adam, Network network) {
        adam.step(RATE);
        network.parameters().zeroGradients();
    }

    private static FloatTensor draw(long stream, int rows) {
        var random = new CounterRandom(9, stream);
        float[] values = new float[rows * 32 * 32];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.tanh(random.gaussian(i));
        }
        return FloatTensor.adopt(values, rows, 1, 32, 32);
    }
}
