package org.asyndgan.core.protocol;

/**
 * Which weights the generator had: the step within one incarnation.
 *
 * @param incarnation counts restarts from a snapshot whose log was lost, so that step 105 before it
 *     and step 105 after it are never taken for each other; the first is 1
 * @param step optimiser steps since the run began; 0 is the initial weights
 */
public record GeneratorVersion(int incarnation, long step) {

    /** The initial weights of a new run. */
    public static final GeneratorVersion INITIAL = new GeneratorVersion(1, 0);

    public GeneratorVersion {
        if (incarnation < 1 || step < 0) {
            throw new IllegalArgumentException("There is no generator version with incarnation " + incarnation
                    + " and step " + step + "; incarnations start at 1 and steps at 0");
        }
    }

    /** Steps from an earlier version of the same incarnation to this one; negative if it is later. */
    public long stepsSince(GeneratorVersion earlier) {
        return step - earlier.step;
    }

    public GeneratorVersion next() {
        return new GeneratorVersion(incarnation, step + 1);
    }
}
