package org.asyndgan.transport.link;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * The first images of a batch that a site was sent.
 *
 * @param drawnBy the weights that drew it
 * @param at when it was sent
 * @param size B, images that the whole batch has
 * @param images the first of them
 */
public record SampledBatch(BatchId id, GeneratorVersion drawnBy, Instant at, int size, List<Image> images) {

    public SampledBatch {
        images = List.copyOf(images);
    }

    /**
     * One image with the mask that it was drawn from.
     *
     * @param mask turned as it was used, of the image's height and width; nothing where it cannot be found
     * @param image in [-1, 1], shape [C, H, W]
     */
    public record Image(Optional<LabelMap> mask, FloatTensor image) {}
}
