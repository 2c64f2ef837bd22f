package org.asyndgan.nn.backend;

import org.asyndgan.nn.kernel.ParallelFor;
import org.asyndgan.nn.kernel.ParameterVector;

/** Weights on the Java heap. */
final class HeapWeights implements Weights {

    private final ParameterVector vector;

    HeapWeights(ParameterVector vector) {
        this.vector = vector;
    }

    @Override
    public long version() {
        return vector.version();
    }

    @Override
    public float[] values() {
        return vector.values().clone();
    }

    @Override
    public void assign(float[] values) {
        System.arraycopy(values, 0, vector.values(), 0, values.length);
        vector.changed();
    }

    @Override
    public float[] gradients() {
        return vector.gradients().clone();
    }

    @Override
    public void assignGradients(float[] gradients) {
        System.arraycopy(gradients, 0, vector.gradients(), 0, gradients.length);
    }

    @Override
    public void zeroGradients() {
        vector.zeroGradients();
    }

    @Override
    public Moments moments() {
        return new HeapMoments(vector);
    }

    /** One pass over the flat vectors. */
    private static final class HeapMoments implements Moments {

        private final ParameterVector parameters;
        private final float[] firstMoment;
        private final float[] secondMoment;

        HeapMoments(ParameterVector parameters) {
            this.parameters = parameters;
            this.firstMoment = new float[parameters.count()];
            this.secondMoment = new float[parameters.count()];
        }

        @Override
        public void descend(Descent step) {
            int count = firstMoment.length;
            ParallelFor.share(count, 4L * count, (from, to) -> descend(step, from, to));
            parameters.changed();
        }

        private void descend(Descent step, int from, int to) {
            float[] values = parameters.values();
            float[] gradients = parameters.gradients();
            float[] m = firstMoment;
            float[] v = secondMoment;
            float rate = (float) step.rate();
            float rootFactor = (float) step.rootFactor();
            float keep1 = (float) step.beta1();
            float keep2 = (float) step.beta2();
            float take1 = (float) (1 - step.beta1());
            float take2 = (float) (1 - step.beta2());
            float epsilon = (float) step.epsilon();
            for (int i = from; i < to; i++) {
                float g = gradients[i];
                m[i] = keep1 * m[i] + take1 * g;
                v[i] = keep2 * v[i] + take2 * (g * g);
                values[i] -= rate * m[i] / ((float) Math.sqrt(v[i]) * rootFactor + epsilon);
            }
        }

        @Override
        public float[] first() {
            return firstMoment.clone();
        }

        @Override
        public float[] second() {
            return secondMoment.clone();
        }

        @Override
        public void restore(float[] first, float[] second) {
            System.arraycopy(first, 0, firstMoment, 0, firstMoment.length);
            System.arraycopy(second, 0, secondMoment, 0, secondMoment.length);
        }
    }
}
