package org.asyndgan.nn.architecture;

import org.asyndgan.nn.architecture.UNetSettings.Blocks;
import org.asyndgan.nn.kernel.Initializer;
import org.asyndgan.nn.kernel.ParameterVector;
import org.asyndgan.nn.layer.Activation;
import org.asyndgan.nn.layer.Chain;
import org.asyndgan.nn.layer.Conv2d;
import org.asyndgan.nn.layer.Conv2d.Geometry;
import org.asyndgan.nn.layer.Layer;
import org.asyndgan.nn.layer.MaxPool;
import org.asyndgan.nn.layer.Norm;
import org.asyndgan.nn.layer.Pointwise;
import org.asyndgan.nn.layer.Residual;
import org.asyndgan.nn.layer.Skip;
import org.asyndgan.nn.layer.Upsample;
import org.asyndgan.nn.network.LayeredNetwork;
import org.asyndgan.nn.network.MemoryNeed;

/**
 * The segmentation network: images [B, C, H, W] to logits [B, K, H, W]; H and W divisible by
 * 2^depth.
 *
 * <p>Each level is twice (3 × 3 convolution, instance norm, ReLU) or a variant of {@link Blocks}; between levels 2 × 2 max-pooling
 * down, and nearest upsampling with a 3 × 3 convolution up, whose result is joined to the level's own
 * maps (Ronneberger et al. 2015, with norm, and with zeros at the border so that no crop is needed).
 */
public final class UNet extends LayeredNetwork {

    private static final int KERNEL = 3;

    /** Weights drawn from the seed: convolutions N(0, 2 / fan-in) (He et al. 2015), scales 1, biases 0. */
    public UNet(UNetSettings settings, long seed) {
        super("U-Net", settings.inputChannels(), vector -> new Builder(settings, vector).build(), seed);
    }

    /** Memory to train it on batches of one shape. */
    public static MemoryNeed memory(UNetSettings settings, int batch, int height, int width) {
        return need(vector -> new Builder(settings, vector).build(), batch, settings.inputChannels(), height, width);
    }

    private record Builder(UNetSettings settings, ParameterVector vector) {

        Layer build() {
            int width = settings.width();
            return Chain.of(
                    block("encoder.0", settings.inputChannels(), width),
                    below(0, width),
                    block("decoder.0", 2 * width, width),
                    conv("head", Geometry.same(width, settings.classes(), 1)));
        }

        /** All that lies below level n, joined to the maps of level n. */
        private Layer below(int n, int width) {
            int level = n + 1;
            Layer down = block("encoder." + level, width, 2 * width);
            Layer up = conv("upsample." + n + ".1", Geometry.same(2 * width, width, KERNEL));
            if (level == settings.depth()) {
                return new Skip(Chain.of(new MaxPool(), down, new Upsample(), up));
            }
            Layer deeper = below(level, 2 * width);
            Layer merged = block("decoder." + level, 4 * width, 2 * width);
            return new Skip(Chain.of(new MaxPool(), down, deeper, merged, new Upsample(), up));
        }

        private Layer block(String name, int inputs, int outputs) {
            Activation activation =
                    settings.blocks() == Blocks.PLAIN ? Activation.RELU : Activation.SLIGHTLY_LEAKY_RELU;
            Layer first = conv(name + ".0", Geometry.same(inputs, outputs, KERNEL));
            Layer firstNorm = norm(name + ".1", outputs, activation);
            Layer second = conv(name + ".3", Geometry.same(outputs, outputs, KERNEL));
            if (settings.blocks() == Blocks.RESIDUAL) {
                Layer change = Chain.of(second, norm(name + ".4", outputs, Activation.NONE));
                return Chain.of(first, firstNorm, new Residual(change), new Pointwise(activation));
            }
            return Chain.of(first, firstNorm, second, norm(name + ".4", outputs, activation));
        }

        private Layer conv(String name, Geometry geometry) {
            double fanIn = (double) geometry.inputs() * geometry.kernel() * geometry.kernel();
            return new Conv2d(vector, name, geometry, true, new Initializer.Normal(0, Math.sqrt(2 / fanIn)));
        }

        private Layer norm(String name, int width, Activation activation) {
            return new Norm(vector, name, Norm.Kind.INSTANCE, width, activation, new Initializer.Constant(1));
        }
    }
}
