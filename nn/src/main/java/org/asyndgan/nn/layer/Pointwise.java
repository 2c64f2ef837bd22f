package org.asyndgan.nn.layer;

import org.asyndgan.nn.kernel.FeatureMaps;
import org.asyndgan.nn.kernel.ParallelFor;
import org.asyndgan.nn.kernel.Workspace;

/** An activation applied to every element, in the memory of its input. */
public record Pointwise(Activation activation) implements Layer {

    @Override
    public Stage bind(Workspace workspace, Signal input) {
        return new Bound(activation, input);
    }

    /** The input's memory becomes the output's: the stage before needs neither after its own turn. */
    private record Bound(Activation activation, Signal output) implements Stage {

        @Override
        public void forward(long[] sampleSeeds) {
            FeatureMaps y = output.value();
            ParallelFor.share(y.size(), y.size(), (from, to) -> activation.forward(y.values(), from, to - from));
        }

        @Override
        public void backward(Wanted wanted) {
            FeatureMaps y = output.value();
            float[] gradient = output.gradient().values();
            ParallelFor.share(
                    y.size(), y.size(), (from, to) -> activation.backward(y.values(), gradient, from, to - from));
        }

        @Override
        public void addRowGradients(int row) {
            // has no parameters
        }
    }
}
