/**
 * A site: its real pairs, its discriminator D_j, and the loop that answers synthetic batches with
 * gradients.
 *
 * <p>Nothing here hands out a real image, a file name or a weight of D_j.
 */
package org.asyndgan.core.site;
