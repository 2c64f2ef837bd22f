package org.asyndgan.core.site.mask;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.image.MaskRecombination;
import org.asyndgan.imaging.image.Warp;

/**
 * Masks made of a site's own so that none is anybody's ({@link MaskRecombination}). Real pairs are warped as far, so that D cannot tell
 * real from synthetic by traces of the warp.
 *
 * <p>All of it follows from the site's secret. It makes shapes hard to recognise; it is no differential privacy.
 */
final class MaskMorph {

    private final SiteDataset dataset;
    private final byte[] secret;

    /** @param secret known to this site alone */
    MaskMorph(SiteDataset dataset, byte[] secret) {
        this.dataset = dataset;
        this.secret = secret.clone();
    }

    /**
     * A mask that is nobody's.
     *
     * @param number of the shared mask
     * @param pair whose outline it has, cut as {@code seed} says
     */
    LabelMap mask(int number, int pair, long seed) {
        SplittableRandom random = random("mask", number);
        LabelMap outline = dataset.mask(pair, seed);
        return MaskRecombination.of(
                outline,
                () -> dataset.trainSize() < 2 ? outline : dataset.mask(other(pair, random), random.nextLong()),
                random);
    }

    /** A real pair, warped by chances of its own. */
    TrainingPair warped(int number, TrainingPair pair) {
        Warp warp = MaskRecombination.warp(pair.labels(), random("pair", number));
        return new TrainingPair(warp.of(pair.image()), warp.of(pair.labels()));
    }

    private int other(int pair, SplittableRandom random) {
        int other = random.nextInt(dataset.trainSize() - 1);
        return other < pair ? other : other + 1;
    }

    private SplittableRandom random(String purpose, int number) {
        byte[] hash = SharedMasks.hash("asyndgan morph " + purpose, secret, number);
        return new SplittableRandom(ByteBuffer.wrap(hash).getLong());
    }
}
