package org.asyndgan.nn.torch;

import java.util.ArrayList;
import java.util.List;
import org.asyndgan.nn.layer.Beside;
import org.asyndgan.nn.layer.Chain;
import org.asyndgan.nn.layer.Conv2d;
import org.asyndgan.nn.layer.ConvTranspose2d;
import org.asyndgan.nn.layer.Dropout;
import org.asyndgan.nn.layer.JoinInput;
import org.asyndgan.nn.layer.Layer;
import org.asyndgan.nn.layer.MaxPool;
import org.asyndgan.nn.layer.Noise;
import org.asyndgan.nn.layer.Norm;
import org.asyndgan.nn.layer.PixelShuffle;
import org.asyndgan.nn.layer.Pointwise;
import org.asyndgan.nn.layer.Residual;
import org.asyndgan.nn.layer.Skip;
import org.asyndgan.nn.layer.SpectralConv2d;
import org.asyndgan.nn.layer.Upsample;

/** Makes passes of one network's layers. */
final class Passes {

    private final Library library;
    private final TorchWeights weights;
    private final Retained activations;

    /** @param activations what backward passes need, until the next forward pass */
    Passes(Library library, TorchWeights weights, Retained activations) {
        this.library = library;
        this.weights = weights;
        this.activations = activations;
    }

    /** The pass of a layer and of all layers within it. */
    Pass of(Layer layer) {
        if (layer instanceof Chain chain) {
            return chain(chain.layers());
        }
        if (layer instanceof Conv2d conv) {
            return new Convolution(weights, activations, conv);
        }
        if (layer instanceof ConvTranspose2d conv) {
            return new Convolution(weights, activations, conv);
        }
        if (layer instanceof SpectralConv2d spectral) {
            return new SpectralConvolution(weights, activations, spectral);
        }
        if (layer instanceof Norm norm) {
            return new Normalization(weights, activations, norm);
        }
        if (layer instanceof Pointwise pointwise) {
            return new Activating(activations, pointwise.activation(), false);
        }
        if (layer instanceof Dropout dropout) {
            return new Drawn.OfDropout(library, activations, dropout);
        }
        if (layer instanceof Noise noise) {
            return new Drawn.OfNoise(library, noise);
        }
        return joining(layer);
    }

    private Pass joining(Layer layer) {
        if (layer instanceof Residual residual) {
            return new Joined.OfResidual(of(residual.inner()));
        }
        if (layer instanceof Skip skip) {
            return new Joined.OfSkip(of(skip.inner()));
        }
        if (layer instanceof JoinInput join) {
            return new Joined.OfInput(of(join.inner()));
        }
        if (layer instanceof Beside beside) {
            return new Joined.OfPassing(of(beside.inner()), beside.passing());
        }
        if (layer instanceof MaxPool) {
            return new Resized.ByPooling(activations);
        }
        if (layer instanceof Upsample) {
            return new Resized.ByRepeating();
        }
        if (layer instanceof PixelShuffle) {
            return new Resized.ByShuffling();
        }
        throw new IllegalArgumentException(
                "The torch backend knows no layer " + layer.getClass().getName());
    }

    private Pass chain(List<Layer> layers) {
        var passes = new ArrayList<Pass>();
        for (int i = 0; i < layers.size(); i++) {
            // A convolution's result is nobody else's, and its own backward pass does without.
            boolean isFresh = i > 0 && isConvolution(layers.get(i - 1));
            passes.add(
                    isFresh && layers.get(i) instanceof Pointwise pointwise
                            ? new Activating(activations, pointwise.activation(), true)
                            : of(layers.get(i)));
        }
        return new Joined.OfChain(List.copyOf(passes));
    }

    private static boolean isConvolution(Layer layer) {
        return layer instanceof Conv2d || layer instanceof ConvTranspose2d || layer instanceof SpectralConv2d;
    }
}
