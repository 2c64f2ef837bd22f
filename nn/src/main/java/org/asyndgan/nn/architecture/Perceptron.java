package org.asyndgan.nn.architecture;

import java.util.ArrayList;
import java.util.List;
import org.asyndgan.nn.kernel.Initializer;
import org.asyndgan.nn.kernel.ParameterVector;
import org.asyndgan.nn.layer.Activation;
import org.asyndgan.nn.layer.Chain;
import org.asyndgan.nn.layer.Conv2d;
import org.asyndgan.nn.layer.Conv2d.Geometry;
import org.asyndgan.nn.layer.Layer;
import org.asyndgan.nn.layer.Noise;
import org.asyndgan.nn.layer.Pointwise;
import org.asyndgan.nn.network.LayeredNetwork;

/**
 * A multilayer perceptron, applied to every position of [B, I, H, W] by itself: [B, O, H, W].
 *
 * <p>So one row holds H · W cases. Linear layers are 1 × 1 convolutions, each but the last followed by leaky ReLU.
 */
public final class Perceptron extends LayeredNetwork {

    /** Weights drawn from the seed: N(0, 2 / fan-in) (He et al. 2015), biases 0. */
    public Perceptron(PerceptronSettings settings, long seed) {
        super("perceptron", settings.inputs(), vector -> layers(settings, vector), seed);
    }

    private static Layer layers(PerceptronSettings settings, ParameterVector vector) {
        List<Layer> layers = new ArrayList<>();
        if (settings.noise() > 0) {
            layers.add(new Noise(settings.noise(), 0));
        }
        int width = settings.inputs() + settings.noise();
        for (int layer = 0; layer < settings.layers(); layer++) {
            layers.add(linear(vector, layer, width, settings.width()));
            layers.add(new Pointwise(Activation.LEAKY_RELU));
            width = settings.width();
        }
        layers.add(linear(vector, settings.layers(), width, settings.outputs()));
        if (settings.bounded()) {
            layers.add(new Pointwise(Activation.TANH));
        }
        return new Chain(layers);
    }

    private static Layer linear(ParameterVector vector, int number, int inputs, int outputs) {
        var weights = new Initializer.Normal(0, Math.sqrt(2.0 / inputs));
        return new Conv2d(vector, "linear." + number, Geometry.same(inputs, outputs, 1), true, weights);
    }
}
