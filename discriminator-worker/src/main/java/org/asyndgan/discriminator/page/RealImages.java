package org.asyndgan.discriminator.page;

import java.util.ArrayList;
import java.util.List;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.Dihedral;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * The site's own images, for its own page alone.
 *
 * <p>Which one a synthetic image resembles most is decided by the mean squared difference of both at {@value #SIDE} x {@value
 * #SIDE} pixels: it shows whether the generator repeats a real image, not how good it is. At most {@value #MOST} of the
 * site's images are looked at, once, when somebody asks for the first time. Thread-safe.
 */
public final class RealImages {

    private static final int SIDE = 16;
    private static final int MOST = 2000;

    private final SharedMasks masks;
    private List<Thumbnail> thumbnails = List.of();

    RealImages(SharedMasks masks) {
        this.masks = masks;
    }

    /** The real pair behind a mask, in the orientation in which the mask was used. */
    TrainingPair pair(MaskUse use) {
        return masks.pair(use);
    }

    /** The real pair whose image a synthetic one resembles most, in the synthetic one's orientation. */
    TrainingPair nearest(JudgedImage synthetic) {
        int flip = synthetic.mask().flip();
        FloatTensor wanted = thumbnail(new Dihedral(flip).inverse().of(synthetic.image()));
        String best = synthetic.mask().mask();
        double least = Double.POSITIVE_INFINITY;
        for (Thumbnail one : thumbnails()) {
            double distance = 0;
            for (int i = 0; i < wanted.size(); i++) {
                double difference = wanted.at(i) - one.pixels().at(i);
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                best = one.mask();
            }
        }
        return masks.pair(new MaskUse(best, flip));
    }

    private synchronized List<Thumbnail> thumbnails() {
        if (thumbnails.isEmpty()) {
            List<Thumbnail> all = new ArrayList<>();
            masks.ids().stream()
                    .limit(MOST)
                    .forEach(id -> all.add(new Thumbnail(
                            id, thumbnail(masks.pair(new MaskUse(id, 0)).image()))));
            thumbnails = List.copyOf(all);
        }
        return thumbnails;
    }

    /** Means over the blocks of a grid, channel by channel. */
    private static FloatTensor thumbnail(FloatTensor image) {
        int channels = image.dim(0);
        int height = image.dim(1);
        int width = image.dim(2);
        float[] sums = new float[channels * SIDE * SIDE];
        int[] counts = new int[sums.length];
        for (int i = 0; i < image.size(); i++) {
            int row = i / width % height;
            int cell = (i / (height * width) * SIDE + row * SIDE / height) * SIDE + i % width * SIDE / width;
            sums[cell] += image.at(i);
            counts[cell]++;
        }
        for (int cell = 0; cell < sums.length; cell++) {
            sums[cell] /= Math.max(1, counts[cell]);
        }
        return FloatTensor.adopt(sums, channels, SIDE, SIDE);
    }

    private record Thumbnail(String mask, FloatTensor pixels) {}
}
