package org.asyndgan.nn.torch;

import org.asyndgan.nn.layer.Dropout;
import org.asyndgan.nn.layer.Noise;
import org.asyndgan.nn.layer.Stage.Wanted;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Layers with random numbers: the host draws the same ones for every backend, and they are copied over. */
final class Drawn {

    private Drawn() {}

    /** y = x · m, with each m 0 or 1 / (1 − p). */
    static final class OfDropout implements Pass {

        private final Library library;
        private final Retained activations;
        private final Dropout layer;
        private Tensor mask;

        OfDropout(Library library, Retained activations, Dropout layer) {
            this.library = library;
            this.activations = activations;
            this.layer = layer;
        }

        @Override
        public Tensor forward(Tensor x, long[] sampleSeeds) {
            mask = null;
            if (sampleSeeds.length == 0) {
                return x;
            }
            int channels = Math.toIntExact(x.size(1));
            int plane = Math.toIntExact(x.size(2) * x.size(3));
            float[] factors = new float[sampleSeeds.length * channels * plane];
            layer.draw(sampleSeeds, channels, plane, factors);
            mask = activations.keep(library.upload(factors, x.size(0), x.size(1), x.size(2), x.size(3)));
            return x.mul(mask);
        }

        @Override
        public Tensor backward(Tensor dy, Wanted wanted) {
            return mask == null ? dy : dy.mul(mask);
        }
    }

    /** y = [x, z], with z standard normal, or 0 without seeds. */
    static final class OfNoise implements Pass {

        private final Library library;
        private final Noise layer;
        private long given;

        OfNoise(Library library, Noise layer) {
            this.library = library;
            this.layer = layer;
        }

        @Override
        public Tensor forward(Tensor x, long[] sampleSeeds) {
            given = x.size(1);
            int drawn = Math.toIntExact(layer.maps() * x.size(2) * x.size(3));
            float[] noise = new float[Math.multiplyExact(Math.toIntExact(x.size(0)), drawn)];
            for (int row = 0; row < sampleSeeds.length; row++) {
                layer.draw(sampleSeeds[row], drawn, noise, row * drawn);
            }
            Tensor z = library.upload(noise, x.size(0), layer.maps(), x.size(2), x.size(3));
            return torch.cat(new TensorVector(x, z), 1);
        }

        @Override
        public Tensor backward(Tensor dy, Wanted wanted) {
            return dy.narrow(1, 0, given);
        }
    }
}
