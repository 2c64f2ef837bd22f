package org.asyndgan.core.protocol;

import java.util.List;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * One batch of generated images for one site, with the ids of the masks they were drawn from.
 *
 * @param drawnBy the weights that drew the images
 * @param masks x, by id: the site published them and knows them
 * @param images ŷ = G(x), in [-1, 1], shape [B, C, H, W], B at least 1
 */
public record SyntheticBatch(BatchId id, GeneratorVersion drawnBy, List<MaskUse> masks, FloatTensor images)
        implements SiteMessage {

    public SyntheticBatch {
        masks = List.copyOf(masks);
        if (images.rank() != 4) {
            throw new IllegalArgumentException("Batch " + id + " has images " + images + "; [B, C, H, W] was expected");
        }
        if (masks.isEmpty() || images.dim(0) != masks.size()) {
            throw new IllegalArgumentException("Batch " + id + " has images " + images + " but " + masks.size()
                    + " masks; there must be one mask an image, and at least one image");
        }
    }

    /** Number of images, B. */
    public int size() {
        return images.dim(0);
    }
}
