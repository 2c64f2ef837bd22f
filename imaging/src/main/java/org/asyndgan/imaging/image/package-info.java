/**
 * Images and label maps as values: what a file holds, what a network sees, and the ways between.
 *
 * <p>A real image is a {@link org.asyndgan.nn.tensor.FloatTensor} [C, H, W] in [-1, 1]; its labels are
 * a {@link org.asyndgan.imaging.image.LabelMap}. Every transform exists for both, so a pair never comes
 * apart. Nothing here reads files or the clock.
 */
package org.asyndgan.imaging.image;
