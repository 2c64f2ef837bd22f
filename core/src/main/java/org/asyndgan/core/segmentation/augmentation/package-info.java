/** Changes of training pairs: one warp for image and label, intensities of the image alone. */
package org.asyndgan.core.segmentation.augmentation;
