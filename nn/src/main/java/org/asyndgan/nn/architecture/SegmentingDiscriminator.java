package org.asyndgan.nn.architecture;

import org.asyndgan.nn.kernel.Initializer;
import org.asyndgan.nn.kernel.ParameterVector;
import org.asyndgan.nn.layer.Activation;
import org.asyndgan.nn.layer.Beside;
import org.asyndgan.nn.layer.Chain;
import org.asyndgan.nn.layer.Conv2d;
import org.asyndgan.nn.layer.Conv2d.Geometry;
import org.asyndgan.nn.layer.Layer;
import org.asyndgan.nn.layer.PixelShuffle;
import org.asyndgan.nn.layer.Pointwise;
import org.asyndgan.nn.layer.Skip;
import org.asyndgan.nn.layer.SpectralConv2d;
import org.asyndgan.nn.layer.Upsample;
import org.asyndgan.nn.network.LayeredNetwork;
import org.asyndgan.nn.network.MemoryNeed;

/**
 * A discriminator that segments: images [B, C, H, W] to logits of the masks' classes and of being synthetic, which are
 * [B, K + 1, H, W] where one class is for all synthetic pixels (Schönfeld et al. 2021, OASIS, in a light form) and [B, 2 K, H, W]
 * where each class is there once real and once synthetic (Hou et al. 2022, ADC-GAN, of pixels); H and W divisible by 8.
 *
 * <p>Three 4 × 4 convolutions of stride 2 down, two upsampled joins up to half the image's side, a 1 × 1 convolution whose maps are
 * shuffled to the whole; spectral norm, leaky ReLU, no norm of the maps. It is not given the mask: that it must find.
 *
 * <p>Where it judges patches too, one map more follows: a 3 × 3 convolution of the coarsest maps, each of its logits
 * repeated over the 8 × 8 pixels it lies on. Structures are then judged with their classes and texture as a PatchGAN does, for the
 * price of one trunk.
 */
public final class SegmentingDiscriminator extends LayeredNetwork {

    private static final int KERNEL = 4;
    private static final int SMALL_KERNEL = 3;
    private static final int SHUFFLED = 4;

    /** Weights drawn from the seed: N(0, 2 / (fan-in + fan-out)) (Glorot and Bengio 2010), biases 0. */
    public SegmentingDiscriminator(SegmentingSettings settings, long seed) {
        super("segmenting discriminator", settings.inputChannels(), vector -> layers(settings, vector), seed);
    }

    /** Memory to train it on batches of one shape. */
    public static MemoryNeed memory(SegmentingSettings settings, int batch, int height, int width) {
        return need(vector -> layers(settings, vector), batch, settings.inputChannels(), height, width);
    }

    private static Layer layers(SegmentingSettings settings, ParameterVector vector) {
        int width = settings.width();
        int wider = 2 * width;
        int widest = 4 * width;
        int middle = 3 * width / 2;
        Layer first = down(vector, "down.0", settings.inputChannels(), width);
        Layer second = down(vector, "down.1", width, wider);
        Layer third = down(vector, "down.2", wider, widest);
        Layer coarsest = settings.kind().judgesPatches()
                ? Chain.of(
                        third,
                        new Skip(conv(vector, "patches", Geometry.same(widest, 1, SMALL_KERNEL))),
                        new Upsample())
                : Chain.of(third, new Upsample());
        Layer upper = beside(settings, up(vector, "up.0", wider + widest, middle));
        Layer lower = new Skip(Chain.of(second, new Skip(coarsest), upper, new Upsample()));
        Layer logits = beside(
                settings,
                Chain.of(
                        up(vector, "up.1", width + middle, width),
                        conv(
                                vector,
                                "logits",
                                Geometry.same(width, SHUFFLED * settings.kind().classMaps(settings.classes()), 1)),
                        new PixelShuffle()));
        return Chain.of(first, lower, logits);
    }

    /** The map of patches, once it is there, is the last and passes by. */
    private static Layer beside(SegmentingSettings settings, Layer layer) {
        return settings.kind().judgesPatches() ? new Beside(layer, 1) : layer;
    }

    private static Layer down(ParameterVector vector, String name, int inputs, int outputs) {
        var geometry = Geometry.strided(inputs, outputs, KERNEL, 2, 1);
        return Chain.of(
                new SpectralConv2d(vector, name, geometry, glorot(geometry)), new Pointwise(Activation.LEAKY_RELU));
    }

    private static Layer up(ParameterVector vector, String name, int inputs, int outputs) {
        return Chain.of(
                conv(vector, name, Geometry.same(inputs, outputs, SMALL_KERNEL)), new Pointwise(Activation.LEAKY_RELU));
    }

    private static Layer conv(ParameterVector vector, String name, Geometry geometry) {
        return new Conv2d(vector, name, geometry, true, glorot(geometry));
    }

    private static Initializer glorot(Geometry geometry) {
        double area = (double) geometry.kernel() * geometry.kernel();
        return new Initializer.Normal(0, Math.sqrt(2 / (area * (geometry.inputs() + geometry.outputs()))));
    }
}
