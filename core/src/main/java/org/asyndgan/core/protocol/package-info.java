/**
 * What the generator, the sites and the segmentation trainer say to each other, as plain values.
 *
 * <p>The wire format of each is in {@code schemas/}; how one becomes the other is the business of
 * {@code transport}. Checks that need no more than the value itself are made by its constructor.
 */
package org.asyndgan.core.protocol;
