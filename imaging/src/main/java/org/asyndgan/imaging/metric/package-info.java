/**
 * How well a segmentation agrees with the truth, in numbers that can be checked by hand.
 *
 * <p>{@link org.asyndgan.imaging.metric.SegmentationScorer} takes label maps and gives a {@link
 * org.asyndgan.imaging.metric.SegmentationScore}; the other types are the measures it is made of, each
 * with its rule for empty masks. All lengths are pixels at the size of the maps.
 */
package org.asyndgan.imaging.metric;
