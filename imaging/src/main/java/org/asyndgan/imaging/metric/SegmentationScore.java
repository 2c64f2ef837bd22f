package org.asyndgan.imaging.metric;

/**
 * How well a model segments a set of test images.
 *
 * <p>The headline numbers are means over images: each image counts alike, however much foreground it
 * has. The pooled ones count every pixel of all images as if they were one.
 *
 * @param images number of images, at least 1
 * @param dice mean Dice, in [0, 1]; an image without foreground in truth and prediction counts 1
 * @param sensitivity mean over the images whose truth has foreground, in [0, 1]; 1 if none has
 * @param specificity mean over the images whose truth has background, in [0, 1]; 1 if none has
 * @param hd95 mean 95th percentile Hausdorff distance, in pixels; see the rule for empty masks: 0 if
 *     both are empty, the image's diagonal if one is
 * @param pooled counts over all pixels of all images
 * @param objects mean object Dice and mean AJI over images
 */
public record SegmentationScore(
        int images,
        double dice,
        double sensitivity,
        double specificity,
        double hd95,
        Confusion pooled,
        ObjectAgreement objects) {}
