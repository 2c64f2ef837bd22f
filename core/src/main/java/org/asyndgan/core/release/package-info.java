/**
 * What leaves the generator for others than its sites: released pairs, previews, and the weights that they are drawn
 * with.
 *
 * <p>It reads the generator through {@link org.asyndgan.core.release.ReleaseSource} and changes nothing of its state.
 */
package org.asyndgan.core.release;
