package org.asyndgan.nn.layer;

/** A layer bound to an input shape. */
public interface Stage {

    /** Where {@link #forward} leaves the result and {@link #backward} expects its gradient. */
    Signal output();

    /**
     * Computes the output's value from the input's.
     *
     * @param sampleSeeds one a row, or none at all to turn dropout off
     */
    void forward(long[] sampleSeeds);

    /**
     * Computes what is wanted from the output's gradient, which may be overwritten: the input's
     * gradient is replaced, parameter gradients are added to.
     */
    void backward(Wanted wanted);

    /**
     * Adds the parameter gradients of one row of the batch alone, after a backward pass for {@link Wanted#ROWS}; only where the layer
     * does not couple rows.
     */
    void addRowGradients(int row);

    /** Which gradients a backward pass is for. */
    enum Wanted {
        INPUT,
        PARAMETERS,
        BOTH,

        /** Those of the parameters, row by row: the pass itself only leaves in each stage what that needs. */
        ROWS;

        public boolean input() {
            return this == INPUT || this == BOTH;
        }

        public boolean parameters() {
            return this == PARAMETERS || this == BOTH;
        }

        /** What stages before the last one wanted must give: their input's gradient always. */
        public Wanted further() {
            return parameters() ? BOTH : INPUT;
        }
    }
}
