/** Masks of new images by a trained segmentation network, without a run. */
package org.asyndgan.segmentation.prediction;
