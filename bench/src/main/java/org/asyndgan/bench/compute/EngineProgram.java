package org.asyndgan.bench.compute;

import java.io.IOException;
import java.util.List;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.PatchDiscriminator;
import org.asyndgan.nn.architecture.PatchSettings;
import org.asyndgan.nn.architecture.ResnetGenerator;
import org.asyndgan.nn.architecture.ResnetSettings;
import org.asyndgan.nn.architecture.UNet;
import org.asyndgan.nn.architecture.UNetSettings;
import org.asyndgan.nn.backend.Engine;
import org.asyndgan.nn.kernel.CounterRandom;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.optimizer.Adam;
import org.asyndgan.nn.optimizer.AdamSettings;
import org.asyndgan.nn.tensor.FloatTensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** AsynDGAN's own engine, through the same calls as the workers make. */
final class EngineProgram {

    private static final double RATE = 2e-4;
    private static final double DROPOUT = 0.5;
    private static final int CLASSES = 2;

    private EngineProgram() {}

    public static void main(String[] arguments) throws IOException {
        Steps.serve(Engine.describe(), EngineProgram::steps);
    }

    private static Steps steps(Workload w) {
        return switch (w.kind()) {
            case GENERATOR -> new GeneratorSteps(w);
            case DISCRIMINATOR -> new DiscriminatorSteps(w);
            case UNET -> new UNetSteps(w);
            case GEMM -> new MatrixProduct(w);
        };
    }

    private static FloatTensor draw(int stream, int... shape) {
        var random = new CounterRandom(1, stream);
        float[] values = new float[(int) FloatTensor.elements(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.tanh(random.gaussian(i));
        }
        return FloatTensor.adopt(values, shape);
    }

    /** The best that the machine can do: OpenBLAS, as ND4J brings it. */
    private static final class MatrixProduct implements Steps {

        private final INDArray left;
        private final INDArray right;
        private final INDArray product;

        MatrixProduct(Workload w) {
            left = Nd4j.rand(DataType.FLOAT, w.size(), w.size());
            right = Nd4j.rand(DataType.FLOAT, w.size(), w.size());
            product = Nd4j.create(DataType.FLOAT, new long[] {w.size(), w.size()}, 'f');
        }

        @Override
        public void step() {
            left.mmuli(right, product);
        }

        @Override
        public void close() {
            left.close();
            right.close();
            product.close();
        }
    }

    private static final class GeneratorSteps implements Steps {

        private final Network network;
        private final Adam adam;
        private final FloatTensor masks;
        private final FloatTensor gradient;
        private final long[] seeds;

        GeneratorSteps(Workload w) {
            var settings =
                    new ResnetSettings(w.channels(), w.channels(), w.width(), w.depth(), NormLayer.INSTANCE, DROPOUT);
            network = new ResnetGenerator(settings, 1);
            adam = new Adam(network.parameters(), AdamSettings.GAN);
            masks = draw(1, w.batch(), w.channels(), w.size(), w.size());
            gradient = draw(2, w.batch(), w.channels(), w.size(), w.size());
            seeds = new long[w.batch()];
        }

        @Override
        public void step() {
            for (int i = 0; i < seeds.length; i++) {
                seeds[i]++;
            }
            network.parameters().zeroGradients();
            network.forward(masks, seeds);
            network.accumulateGradients(gradient);
            adam.step(RATE);
        }

        @Override
        public void close() {
            network.close();
        }
    }

    private static final class DiscriminatorSteps implements Steps {

        private static final AdversarialLoss LOSS = AdversarialLoss.CROSS_ENTROPY;

        private final Network network;
        private final Adam adam;
        private final FloatTensor real;
        private final FloatTensor fake;
        private final int channels;

        DiscriminatorSteps(Workload w) {
            channels = w.channels();
            network = new PatchDiscriminator(
                    new PatchSettings(2 * channels, w.width(), w.depth(), NormLayer.INSTANCE), 1);
            adam = new Adam(network.parameters(), AdamSettings.GAN);
            real = draw(1, w.batch(), 2 * channels, w.size(), w.size());
            fake = draw(2, w.batch(), 2 * channels, w.size(), w.size());
        }

        @Override
        public void step() {
            int batch = real.dim(0);
            network.parameters().zeroGradients();
            FloatTensor logits = network.forward(FloatTensor.concatRows(List.of(real, fake)));
            network.accumulateGradients(FloatTensor.concatRows(List.of(
                    LOSS.gradient(logits.rows(0, batch), true).times(0.5),
                    LOSS.gradient(logits.rows(batch, 2 * batch), false).times(0.5))));
            adam.step(RATE);
            FloatTensor judged = network.forward(fake);
            network.inputGradient(LOSS.generatorGradient(judged)).channels(channels, 2 * channels);
        }

        @Override
        public void close() {
            network.close();
        }
    }

    private static final class UNetSteps implements Steps {

        private final Network network;
        private final Adam adam;
        private final FloatTensor images;
        private final FloatTensor gradient;

        UNetSteps(Workload w) {
            network = new UNet(new UNetSettings(w.channels(), CLASSES, w.width(), w.depth()), 1);
            adam = new Adam(network.parameters(), AdamSettings.SUPERVISED);
            images = draw(1, w.batch(), w.channels(), w.size(), w.size());
            gradient = draw(2, w.batch(), CLASSES, w.size(), w.size());
        }

        @Override
        public void step() {
            network.parameters().zeroGradients();
            network.forward(images);
            network.accumulateGradients(gradient);
            adam.step(RATE);
        }

        @Override
        public void close() {
            network.close();
        }
    }
}
