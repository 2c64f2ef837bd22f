package org.asyndgan.nn.network;

import java.util.List;
import org.asyndgan.nn.kernel.Initializer;
import org.asyndgan.nn.kernel.ParameterVector;
import org.asyndgan.nn.layer.Activation;
import org.asyndgan.nn.layer.Chain;
import org.asyndgan.nn.layer.Conv2d;
import org.asyndgan.nn.layer.Conv2d.Geometry;
import org.asyndgan.nn.layer.Layer;
import org.asyndgan.nn.layer.MaxPool;
import org.asyndgan.nn.layer.Norm;
import org.asyndgan.nn.layer.Skip;
import org.asyndgan.nn.layer.Upsample;

/**
 * The segmentation network: images [B, C, H, W] to logits [B, K, H, W]; H and W divisible by
 * 2^depth.
 *
 * <p>Each level is twice (3 × 3 convolution, instance norm, ReLU); between levels 2 × 2 max-pooling
 * down, and nearest upsampling with a 3 × 3 convolution up, whose result is joined to the level's own
 * maps (Ronneberger et al. 2015, with norm, and with zeros at the border so that no crop is needed).
 */
public final class UNet extends LayeredNetwork {

    private static final int KERNEL = 3;

    /** Weights drawn from the seed: convolutions N(0, 2 / fan-in) (He et al. 2015), scales 1, biases 0. */
    public UNet(UNetSettings settings, long seed) {
        this(settings, new ParameterVector(), seed);
    }

    private UNet(UNetSettings settings, ParameterVector vector, long seed) {
        super("U-Net", settings.inputChannels(), vector, layers(settings, vector), seed);
    }

    /** Memory to train it on batches of one shape. */
    public static MemoryNeed memory(UNetSettings settings, int batch, int height, int width) {
        var vector = new ParameterVector();
        Layer layers = layers(settings, vector);
        return need(vector, layers, batch, settings.inputChannels(), height, width);
    }

    private static Layer layers(UNetSettings settings, ParameterVector vector) {
        int width = settings.width();
        return Chain.of(
                convolutions(vector, "encoder.0", settings.inputChannels(), width),
                below(vector, 0, width, settings.depth()),
                convolutions(vector, "decoder.0", 2 * width, width),
                conv(vector, "head", Geometry.same(width, settings.classes(), 1)));
    }

    /** All that lies below level n, joined to the maps of level n. */
    private static Layer below(ParameterVector vector, int n, int width, int depth) {
        int level = n + 1;
        Layer down = convolutions(vector, "encoder." + level, width, 2 * width);
        Layer up = conv(vector, "upsample." + n + ".1", Geometry.same(2 * width, width, KERNEL));
        if (level == depth) {
            return new Skip(Chain.of(new MaxPool(), down, new Upsample(), up));
        }
        Layer deeper = below(vector, level, 2 * width, depth);
        Layer merged = convolutions(vector, "decoder." + level, 4 * width, 2 * width);
        return new Skip(Chain.of(new MaxPool(), down, deeper, merged, new Upsample(), up));
    }

    private static Layer convolutions(ParameterVector vector, String name, int inputs, int outputs) {
        return new Chain(List.of(
                conv(vector, name + ".0", Geometry.same(inputs, outputs, KERNEL)),
                norm(vector, name + ".1", outputs),
                conv(vector, name + ".3", Geometry.same(outputs, outputs, KERNEL)),
                norm(vector, name + ".4", outputs)));
    }

    private static Layer conv(ParameterVector vector, String name, Geometry geometry) {
        double fanIn = (double) geometry.inputs() * geometry.kernel() * geometry.kernel();
        return new Conv2d(vector, name, geometry, true, new Initializer.Normal(0, Math.sqrt(2 / fanIn)));
    }

    private static Layer norm(ParameterVector vector, String name, int width) {
        return new Norm(vector, name, Norm.Kind.INSTANCE, width, Activation.RELU, new Initializer.Constant(1));
    }
}
