package org.asyndgan.core.release;

/** Which weights draw the last release of a run. */
public enum ReleaseChoice {
    /** Those of the step at which the sites' distances were smallest; the last where no site measures one. */
    BEST,
    /** Those of the last step. */
    LAST
}
