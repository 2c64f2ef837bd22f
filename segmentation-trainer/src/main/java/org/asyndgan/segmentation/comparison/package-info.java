/**
 * Arms to compare with: the segmentation network trained on real images instead of synthetic ones.
 *
 * <p>Same network, same settings, same number of steps as the segmentation worker's, so that a difference in
 * score is a difference in images.
 */
package org.asyndgan.segmentation.comparison;
