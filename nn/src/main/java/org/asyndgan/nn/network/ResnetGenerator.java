package org.asyndgan.nn.network;

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
import org.asyndgan.nn.layer.Layer;
import org.asyndgan.nn.layer.Norm;
import org.asyndgan.nn.layer.Pointwise;
import org.asyndgan.nn.layer.Residual;

/**
 * The generator: masks [B, K, H, W] to images [B, C, H, W] in [−1, 1]; H and W divisible by 4.
 *
 * <p>A 7 × 7 convolution, two that halve the map, residual blocks, two transposed convolutions that
 * double it, a 7 × 7 convolution and tanh (Johnson et al. 2016 in pix2pix's form, as AsynDGAN uses
 * it). Tensor names are those of the reference's PyTorch module.
 */
public final class ResnetGenerator extends LayeredNetwork {

    private static final int HALVINGS = 2;
    private static final int BORDER_KERNEL = 7;
    private static final int KERNEL = 3;

    /** Weights drawn from the seed: convolutions N(0, 0.02²), norm scales N(1, 0.02²), biases 0. */
    public ResnetGenerator(ResnetSettings settings, long seed) {
        this(settings, new Builder(settings), seed);
    }

    private ResnetGenerator(ResnetSettings settings, Builder builder, long seed) {
        super("generator", settings.inputChannels(), builder.vector, builder.build(), seed);
    }

    /** Memory to train it on batches of one shape. */
    public static MemoryNeed memory(ResnetSettings settings, int batch, int height, int width) {
        var builder = new Builder(settings);
        return need(builder.vector, builder.build(), batch, settings.inputChannels(), height, width);
    }

    /** Counts the modules as PyTorch's Sequential does, paddings and activations included. */
    private static final class Builder {

        private final ResnetSettings settings;
        private final boolean biased;
        private final ParameterVector vector = new ParameterVector();
        private final List<Layer> layers = new ArrayList<>();
        private int module;

        Builder(ResnetSettings settings) {
            this.settings = settings;
            this.biased = settings.normLayer().biased();
        }

        Layer build() {
            int width = settings.width();
            module = 1; // 0 is the padding
            add(conv(Geometry.reflected(settings.inputChannels(), width, BORDER_KERNEL), biased));
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
            for (int i = 0; i < HALVINGS; i++) {
                add(new ConvTranspose2d(vector, name(), width, width / 2, biased, Init.CONVOLUTION));
                width /= 2;
                addNorm(width);
            }
            module++; // padding
            add(conv(Geometry.reflected(width, settings.outputChannels(), BORDER_KERNEL), true));
            layers.add(new Pointwise(Activation.TANH));
            return new Chain(layers);
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
