package org.asyndgan.imaging.dataset;

import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * A real image and its labels as the networks see them.
 *
 * @param image y, float32 in [-1, 1], shape [C, N, N]
 * @param labels x, N x N class indices
 */
public record TrainingPair(FloatTensor image, LabelMap labels) {

    public TrainingPair {
        if (image.dim(1) != labels.height() || image.dim(2) != labels.width()) {
            throw new IllegalArgumentException(
                    "An image " + image + " and its " + labels + " differ in size; they show the same pixels");
        }
    }
}
