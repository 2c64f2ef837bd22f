package org.asyndgan.core.protocol;

import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * One released pair (mask, synthetic image) for the segmentation trainer.
 *
 * @param release counts the releases of a run from 1
 * @param releases how many the run makes; the last one comes at its end
 * @param drawnBy the weights that drew it
 * @param id random, means nothing outside the run
 * @param index within the release, from 0
 * @param count samples in the release
 * @param labels the mask
 * @param image in [-1, 1], shape [C, H, W]
 */
public record SyntheticSample(
        int release,
        int releases,
        GeneratorVersion drawnBy,
        String id,
        int index,
        int count,
        LabelMap labels,
        FloatTensor image) {

    public SyntheticSample {
        if (release < 1 || release > releases) {
            throw new IllegalArgumentException(
                    "Release " + release + " is not among the run's " + releases + " releases");
        }
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException(
                    "Sample " + index + " of release " + release + " is not among its " + count + " samples");
        }
    }
}
