package org.asyndgan.core.folding;

/** When the generator takes a step. */
public enum FoldMode {
    /** As soon as any gradient has arrived; all that wait are folded together. */
    ASYNC,
    /** Once every site has answered, or a quorum of them when the deadline is over. */
    SYNC
}
