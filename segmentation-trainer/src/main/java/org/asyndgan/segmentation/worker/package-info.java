/**
 * Training and scoring of a segmentation network on released synthetic pairs, as an application of its
 * own.
 *
 * <p>{@link org.asyndgan.segmentation.worker.SegmentationTrainer} starts it. Where it scores, held-out real
 * pairs lie in folders beside it; it sends their scores and nothing else of them.
 */
package org.asyndgan.segmentation.worker;
