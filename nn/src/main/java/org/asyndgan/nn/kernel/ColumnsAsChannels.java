package org.asyndgan.nn.kernel;

/**
 * Which channels the columns of a kernel are turned into, where there are too few channels to fill a
 * vector register: 7 × 7 from 1 channel becomes 7 × 1 from 7 channels, each shifted by a column.
 *
 * <p>On 7 × 7 between 32 channels and 1 at 64 × 64, that is 2.7 to 4.5 times faster (docs/performance.md).
 */
public enum ColumnsAsChannels {
    /** Input channel c and column v become input channel c · k + v. */
    INPUTS,
    /** Column v and output channel o become output channel v · O + o. */
    OUTPUTS
}
