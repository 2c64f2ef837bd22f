package org.asyndgan.nn.backend;

/** A network's weights and their gradient where the backend keeps them, as one vector each. */
public interface Weights {

    /** Rises with every change of the values. */
    long version();

    /** A copy of the values, in the order of the declarations. */
    float[] values();

    /** @param values as many as there are weights; copied */
    void assign(float[] values);

    /** A copy of the gradient. */
    float[] gradients();

    /** @param gradients as many as there are weights; copied */
    void assignGradients(float[] gradients);

    void zeroGradients();

    /** Moments of 0 beside these weights, for one optimiser. */
    Moments moments();

    /** The two moments of Adam (Kingma and Ba 2015), and its step, where the weights are. */
    interface Moments {

        /** Takes one step and leaves the gradient as it is. */
        void descend(Descent step);

        /** A copy of m. */
        float[] first();

        /** A copy of v. */
        float[] second();

        /** Goes on from copies that these methods gave. */
        void restore(float[] first, float[] second);
    }

    /**
     * m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − rate · m / (√v · rootFactor + ε).
     *
     * @param rate learning rate with the first moment's correction
     * @param rootFactor the second moment's correction
     */
    record Descent(double beta1, double beta2, double epsilon, double rate, double rootFactor) {}
}
