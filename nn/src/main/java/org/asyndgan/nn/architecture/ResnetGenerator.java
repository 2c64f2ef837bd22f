package org.asyndgan.nn.architecture;

import java.util.ArrayList;
import java.util.List;
import org.asyndgan.nn.kernel.Initializer.Normal;
import org.asyndgan.nn.kernel.ParameterVector;
import org.asyndgan.nn.layer.Activation;
import org.asyndgan.nn.layer.Chain;
import org.asyndgan.nn.layer.Conv2d;
import org.asyndgan.nn.layer.Conv2d.Geometry;
import org.asyndgan.nn.layer.ConvTranspose2d;
import org.asyndgan.nn.layer.Dropout;
import org.asyndgan.nn.layer.JoinInput;
import org.asyndgan.nn.layer.Layer;
import org.asyndgan.nn.layer.Noise;
import org.asyndgan.nn.layer.Norm;
import org.asyndgan.nn.layer.Pointwise;
import org.asyndgan.nn.layer.Residual;
import org.asyndgan.nn.layer.Upsample;
import org.asyndgan.nn.network.LayeredNetwork;
import org.asyndgan.nn.network.MemoryNeed;

/**
 * The generator: masks [B, K, H, W] to images [B, C, H, W] in [−1, 1]; H and W divisible by 4.
 *
 * <p>A 7 × 7 convolution, two that halve the map, residual blocks, two transposed convolutions that
 * double it, a 7 × 7 convolution and tanh (Johnson et al. 2016 in pix2pix's form, as AsynDGAN uses
 * it). Tensor names are those of the reference's PyTorch module. {@link ResnetSettings.Decoder} has other ways to an image.
 */
public final class ResnetGenerator extends LayeredNetwork {

    private static final int HALVINGS = 2;
    private static final int BORDER_KERNEL = 7;
    private static final int KERNEL = 3;

    /** Beyond the numbers of dropout layers, which are those of their blocks. */
    private static final int NOISE_LAYER = 1 << 20;

    /** Weights drawn from the seed: convolutions N(0, 0.02²), norm scales N(1, 0.02²), biases 0. */
    public ResnetGenerator(ResnetSettings settings, long seed) {
        super("generator", settings.inputChannels(), vector -> new Builder(settings, vector).build(), seed);
    }

    /** Memory to train it on batches of one shape. */
    public static MemoryNeed memory(ResnetSettings settings, int batch, int height, int width) {
        return need(vector -> new Builder(settings, vector).build(), batch, settings.inputChannels(), height, width);
    }

    /** Counts the modules as PyTorch's Sequential does, paddings and activations included. */
    private static final class Builder {

        private final ResnetSettings settings;
        private final boolean biased;
        private final ParameterVector vector;
        private final List<Layer> layers = new ArrayList<>();
        private int module;

        Builder(ResnetSettings settings, ParameterVector vector) {
            this.settings = settings;
            this.vector = vector;
            this.biased = settings.normLayer().biased();
        }

        Layer build() {
            int widest = encode();
            return switch (settings.decoder()) {
                case TRANSPOSED -> transposed(widest);
                case NEAREST -> nearest(widest);
                case NEAREST_MASK -> nearestWithMask(widest);
            };
        }

        /** Everything but the decoder; returns the number of maps that come out of the last block. */
        private int encode() {
            int width = settings.width();
            if (settings.noise() > 0) {
                layers.add(new Noise(settings.noise(), NOISE_LAYER));
            }
            module = 1; // 0 is the padding
            add(conv(Geometry.reflected(settings.inputChannels() + settings.noise(), width, BORDER_KERNEL), biased));
            addNorm(width);
            for (int i = 0; i < HALVINGS; i++) {
                add(conv(Geometry.strided(width, 2 * width, KERNEL, 2, 1), biased));
                width *= 2;
                addNorm(width);
            }
            for (int block = 0; block < settings.blocks(); block++) {
                layers.add(block(width, block));
                module++;
            }
            return width;
        }

        private Layer transposed(int widest) {
            int width = widest;
            for (int i = 0; i < HALVINGS; i++) {
                add(new ConvTranspose2d(vector, name(), width, width / 2, biased, Init.CONVOLUTION));
                width /= 2;
                addNorm(width);
            }
            return finished(width);
        }

        private Layer nearest(int widest) {
            int width = widest;
            for (int i = 0; i < HALVINGS; i++) {
                layers.add(new Upsample());
                module += 2; // upsampling, padding
                add(conv(Geometry.reflected(width, width / 2, KERNEL), biased));
                width /= 2;
                addNorm(width);
            }
            return finished(width);
        }

        private Layer finished(int width) {
            module++; // padding
            add(conv(Geometry.reflected(width, settings.outputChannels(), BORDER_KERNEL), true));
            layers.add(new Pointwise(Activation.TANH));
            return new Chain(layers);
        }

        /** The mask is the input of every {@link JoinInput}, so what comes before is inside it. */
        private Layer nearestWithMask(int widest) {
            int width = widest;
            int masks = settings.inputChannels();
            Layer before = new Chain(layers);
            for (int i = 0; i < HALVINGS; i++) {
                String name = "decoder." + i;
                var geometry = Geometry.reflected(width + masks, width / 2, KERNEL);
                width /= 2;
                before = Chain.of(
                        new JoinInput(Chain.of(before, new Upsample())),
                        new Conv2d(vector, name + ".0", geometry, biased, Init.CONVOLUTION),
                        norm(name + ".1", width, Activation.RELU));
            }
            return Chain.of(
                    new JoinInput(before),
                    new Conv2d(
                            vector, "head.0", Geometry.reflected(width + masks, width, KERNEL), true, Init.CONVOLUTION),
                    new Pointwise(Activation.LEAKY_RELU),
                    new Conv2d(
                            vector,
                            "head.2",
                            Geometry.reflected(width, settings.outputChannels(), KERNEL),
                            true,
                            Init.CONVOLUTION),
                    new Pointwise(Activation.TANH));
        }

        private Layer block(int width, int number) {
            String block = name() + ".conv_block.";
            var inner = new ArrayList<Layer>();
            int index = 1; // 0 is the padding
            var geometry = Geometry.reflected(width, width, KERNEL);
            inner.add(new Conv2d(vector, block + index++, geometry, biased, Init.CONVOLUTION));
            inner.add(norm(block + index++, width, Activation.RELU));
            index++; // ReLU
            if (settings.dropout() > 0) {
                inner.add(new Dropout(settings.dropout(), number));
                index++;
            }
            index++; // padding
            inner.add(new Conv2d(vector, block + index++, geometry, biased, Init.CONVOLUTION));
            inner.add(norm(block + index, width, Activation.NONE));
            return new Residual(new Chain(inner));
        }

        private Layer conv(Geometry geometry, boolean withBias) {
            return new Conv2d(vector, name(), geometry, withBias, Init.CONVOLUTION);
        }

        private void addNorm(int width) {
            add(norm(name(), width, Activation.RELU));
            module++; // ReLU
        }

        private Layer norm(String name, int width, Activation activation) {
            return new Norm(vector, name, settings.normLayer().kind(), width, activation, Init.SCALE);
        }

        private void add(Layer layer) {
            layers.add(layer);
            module++;
        }

        private String name() {
            return "model." + module;
        }
    }

    /** The reference's initial weights. */
    static final class Init {

        static final Normal CONVOLUTION = new Normal(0, 0.02);
        static final Normal SCALE = new Normal(1, 0.02);

        private Init() {}
    }
}
