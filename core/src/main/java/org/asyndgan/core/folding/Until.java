package org.asyndgan.core.folding;

/** What a run is trained until. */
public enum Until {
    /** The number of steps that it was begun with. */
    STEPS,
    /**
     * Its images stop getting better, or the number of steps that it was begun with, whichever comes first.
     *
     * @see org.asyndgan.core.convergence.StoppingRule
     */
    CONVERGED
}
