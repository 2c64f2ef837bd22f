package org.asyndgan.core.protocol;

import java.util.List;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * One batch of generated images for one site, with the ids of the masks they were drawn from.
 *
 * @param drawnBy the weights that drew the images
 * @param masks x, by id: the site published them and knows them
 * @param images ŷ = G(x), in [-1, 1], shape [B, C, H, W], B at least 1
 * @param length steps of the whole run, once it has been decided that it takes fewer than it was begun with; 0 before
 */
public record SyntheticBatch(BatchId id, GeneratorVersion drawnBy, List<MaskUse> masks, FloatTensor images, long length)
        implements SiteMessage {

    /** Of a run of which nothing was decided. */
    public SyntheticBatch(BatchId id, GeneratorVersion drawnBy, List<MaskUse> masks, FloatTensor images) {
        this(id, drawnBy, masks, images, 0);
    }

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

    /** The batch with other images, as when they were rounded on their way. */
    public SyntheticBatch withImages(FloatTensor others) {
        return new SyntheticBatch(id, drawnBy, masks, others, length);
    }

    /** The batch of a run that takes so many steps; 0 where nothing was decided. */
    public SyntheticBatch ofLength(long steps) {
        return new SyntheticBatch(id, drawnBy, masks, images, steps);
    }

    /** Number of images, B. */
    public int size() {
        return images.dim(0);
    }
}
