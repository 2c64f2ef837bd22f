package org.asyndgan.nn.layer;

/** What a convolution sees beyond the border of its input. */
public enum Padding {
    /** Zeros. */
    ZERO,
    /** The image mirrored at its outermost pixels, which are not repeated: c b | a b c d | c b. */
    REFLECT
}
