package org.asyndgan.nn.architecture;

import java.util.ArrayList;
import java.util.List;
import org.asyndgan.nn.architecture.ResnetGenerator.Init;
import org.asyndgan.nn.kernel.ParameterVector;
import org.asyndgan.nn.layer.Activation;
import org.asyndgan.nn.layer.Chain;
import org.asyndgan.nn.layer.Conv2d;
import org.asyndgan.nn.layer.Conv2d.Geometry;
import org.asyndgan.nn.layer.Layer;
import org.asyndgan.nn.layer.Norm;
import org.asyndgan.nn.layer.Pointwise;
import org.asyndgan.nn.layer.SpectralConv2d;
import org.asyndgan.nn.network.LayeredNetwork;
import org.asyndgan.nn.network.MemoryNeed;

/**
 * A site's discriminator (PatchGAN): mask and image [B, K + C, H, W] to a map of logits [B, 1, H', W'],
 * one for each overlapping patch; positive means real.
 *
 * <p>4 × 4 convolutions with margin 1, the first n of stride 2, then two of stride 1; leaky ReLU
 * after all but the last (Isola et al. 2017). At n = 3, 256 × 256 pixels give 30 × 30 logits, 64 × 64
 * give 6 × 6 and 32 × 32 give 2 × 2. Tensor names are those of the reference's PyTorch module.
 */
public final class PatchDiscriminator extends LayeredNetwork {

    private static final int KERNEL = 4;
    private static final int MARGIN = 1;
    private static final int MOST_DOUBLINGS = 3;

    /** Weights drawn from the seed: convolutions N(0, 0.02²), norm scales N(1, 0.02²), biases 0. */
    public PatchDiscriminator(PatchSettings settings, long seed) {
        super("discriminator", settings.inputChannels(), vector -> layers(settings, vector), seed);
    }

    /** Memory to train it on batches of one shape. */
    public static MemoryNeed memory(PatchSettings settings, int batch, int height, int width) {
        return need(vector -> layers(settings, vector), batch, settings.inputChannels(), height, width);
    }

    private static Layer layers(PatchSettings settings, ParameterVector vector) {
        boolean isSpectral = settings.normLayer() == NormLayer.SPECTRAL;
        List<Layer> layers = new ArrayList<>();
        int width = settings.width();
        var first = Geometry.strided(settings.inputChannels(), width, KERNEL, 2, MARGIN);
        layers.add(conv(settings, vector, 0, first, true));
        layers.add(new Pointwise(Activation.LEAKY_RELU));
        int module = 2;
        for (int layer = 1; layer <= settings.layers(); layer++) {
            int wider = settings.width() << Math.min(layer, MOST_DOUBLINGS);
            int stride = layer < settings.layers() ? 2 : 1;
            var geometry = Geometry.strided(width, wider, KERNEL, stride, MARGIN);
            layers.add(conv(
                    settings, vector, module, geometry, settings.normLayer().biased()));
            layers.add(isSpectral ? new Pointwise(Activation.LEAKY_RELU) : norm(settings, vector, module + 1, wider));
            module += isSpectral ? 2 : 3; // convolution, norm where there is one, activation
            width = wider;
        }
        var last = Geometry.strided(width, 1, KERNEL, 1, MARGIN);
        layers.add(conv(settings, vector, module, last, true));
        return new Chain(layers);
    }

    private static Layer conv(
            PatchSettings settings, ParameterVector vector, int module, Geometry geometry, boolean biased) {
        String name = "model." + module;
        return settings.normLayer() == NormLayer.SPECTRAL
                ? new SpectralConv2d(vector, name, geometry, Init.CONVOLUTION)
                : new Conv2d(vector, name, geometry, biased, Init.CONVOLUTION);
    }

    private static Layer norm(PatchSettings settings, ParameterVector vector, int module, int width) {
        return new Norm(
                vector, "model." + module, settings.normLayer().kind(), width, Activation.LEAKY_RELU, Init.SCALE);
    }
}
