package org.asyndgan.core.drawing;

import java.util.SplittableRandom;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * Tells the generator whose mask it is given: a few numbers that are the same for all masks of a site.
 *
 * <p>Masks of two sites look alike and their images do not. From the mask alone a generator can draw one look only, and
 * follows the site whose gradient came last. The numbers multiply the mask's maps instead of standing beside them:
 * instance norm would take out what is constant over an image. Not in the paper, whose generator sees the mask alone.
 *
 * @param seed of the run
 * @param channels numbers a site, E; 0 for none
 */
public record SiteCode(Seed seed, int channels) {

    public SiteCode {
        if (channels < 0) {
            throw new IllegalArgumentException("A site's code has " + channels + " numbers; give 0 or more");
        }
    }

    /** Channels of the generator's input for masks of K classes: the mask, and the mask times each number. */
    public static int inputs(int classes, int channels) {
        return classes * (1 + channels);
    }

    /** The site's numbers, normal, from the run's seed and its name alone: a site that joins late changes no other's. */
    public float[] of(SiteId site) {
        SplittableRandom random = seed.at("site-code").at(site.slug()).random();
        float[] code = new float[channels];
        for (int i = 0; i < channels; i++) {
            code[i] = (float) random.nextGaussian();
        }
        return code;
    }

    /**
     * A mask as the generator is given it.
     *
     * @param oneHot [K, H, W]
     * @return [1, K(1 + E), H, W]
     */
    public FloatTensor join(FloatTensor oneHot, SiteId site) {
        int size = oneHot.size();
        float[] joined = new float[size * (1 + channels)];
        oneHot.copyTo(0, joined, 0, size);
        float[] code = of(site);
        for (int channel = 0; channel < channels; channel++) {
            int at = size * (1 + channel);
            for (int i = 0; i < size; i++) {
                joined[at + i] = code[channel] * joined[i];
            }
        }
        return FloatTensor.adopt(joined, 1, inputs(oneHot.dim(0), channels), oneHot.dim(1), oneHot.dim(2));
    }
}
