package org.asyndgan.imaging.dataset;

import org.asyndgan.imaging.image.IntensityWindow;
import org.asyndgan.imaging.image.RawImage;
import org.asyndgan.nn.tensor.FloatTensor;

/** How an image's intensities become [-1, 1]; part of a run's provenance, by name. */
public enum IntensityScaling {
    /** 0 becomes -1 and the largest value of the bit depth (255 or 65535) becomes 1. */
    NONE {
        @Override
        IntensityWindow window(RawImage image) {
            return new IntensityWindow(0, image.ceiling());
        }
    },
    /**
     * Each image by itself: its 0.5th percentile becomes -1, its 99.5th becomes 1, and what lies
     * beyond is clipped. All channels of an image share the two, so colours keep their hue.
     *
     * <p>A percentile is the smallest value that at least that share of the samples does not exceed.
     * Where the two coincide, the image's smallest and largest values take their place; an image of
     * one value alone becomes -1 throughout.
     */
    PERCENTILE {
        @Override
        IntensityWindow window(RawImage image) {
            int[] histogram = image.histogram();
            int low = quantile(histogram, image.size(), 0.005);
            int high = quantile(histogram, image.size(), 0.995);
            if (low == high) {
                low = quantile(histogram, image.size(), 0);
                high = quantile(histogram, image.size(), 1);
            }
            return new IntensityWindow(low, high);
        }
    };

    /** The window of an image's intensities. */
    abstract IntensityWindow window(RawImage image);

    /** The image [C, H, W] in [-1, 1]. */
    FloatTensor apply(RawImage image) {
        IntensityWindow window = window(image);
        float[] values = new float[image.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = window.of(image.at(i));
        }
        return FloatTensor.adopt(values, image.channels(), image.height(), image.width());
    }

    private static int quantile(int[] histogram, int samples, double share) {
        long needed = Math.max(1, (long) Math.ceil(share * samples));
        long seen = 0;
        for (int value = 0; value < histogram.length; value++) {
            seen += histogram[value];
            if (seen >= needed) {
                return value;
            }
        }
        throw new IllegalStateException("A histogram of " + samples + " samples counts only " + seen);
    }
}
