package org.asyndgan.nn.backend;

/** What is done with the gradient of a row of a batch. */
@FunctionalInterface
public interface RowUse {

    /**
     * @param row from 0; they come in order
     * @param gradient one element a parameter; only to be read, and only until this returns
     */
    void accept(int row, float[] gradient);
}
