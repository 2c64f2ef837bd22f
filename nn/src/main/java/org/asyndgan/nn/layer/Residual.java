package org.asyndgan.nn.layer;

import org.asyndgan.nn.kernel.FeatureMaps;
import org.asyndgan.nn.kernel.ParallelFor;
import org.asyndgan.nn.kernel.Workspace;

/**
 * y = x + f(x), summed in the memory of f's result.
 *
 * @param inner f; keeps the shape, and its last layer neither reads its own result in its backward
 *     pass nor writes to that result's gradient (a {@link Norm} without activation)
 */
public record Residual(Layer inner) implements Layer {

    @Override
    public Stage bind(Workspace workspace, Signal input) {
        return new Bound(inner.bind(workspace, input), input);
    }

    @Override
    public boolean couplesRows() {
        return inner.couplesRows();
    }

    private record Bound(Stage inner, Signal input) implements Stage {

        @Override
        public Signal output() {
            return inner.output();
        }

        @Override
        public void forward(long[] sampleSeeds) {
            inner.forward(sampleSeeds);
            add(input.value(), output().value());
        }

        @Override
        public void backward(Wanted wanted) {
            inner.backward(wanted);
            if (wanted.input()) {
                add(output().gradient(), input.gradient());
            }
        }

        @Override
        public void addRowGradients(int row) {
            inner.addRowGradients(row);
        }

        private static void add(FeatureMaps term, FeatureMaps sum) {
            float[] terms = term.values();
            float[] sums = sum.values();
            ParallelFor.share(sums.length, sums.length, (from, to) -> {
                for (int i = from; i < to; i++) {
                    sums[i] += terms[i];
                }
            });
        }
    }
}
