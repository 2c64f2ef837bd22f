package org.asyndgan.core.site.mask;

/** Who chooses the real pairs that a step of D learns from. */
public enum PairChoice {
    /** The site, with coins of its own that nobody else knows. */
    OWN,

    /** Whoever draws the batches: the real pairs are those of the masks that a batch names, as in the reference code. */
    NAMED_BY_GENERATOR
}
