package org.asyndgan.imaging.image;

import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Masks made of others: what is to be found in one case, put into the outline of another, then turned, scaled, shifted and smoothly
 * displaced.
 *
 * <p>What is moved is the last class where there are three or more; it lands where it lay beside the middle of its own outline, as
 * far as there is outline. With two classes there is nothing to put into anything, and masks are only warped.
 */
public final class MaskRecombination {

    private static final double DEGREES = 10;
    private static final double SCALE = 0.1;
    private static final double SHIFT = 0.05;
    private static final double ELASTIC = 0.03;
    private static final int FEWEST_CLASSES = 3;

    private MaskRecombination() {}

    /**
     * A mask that is neither of two.
     *
     * @param outline whose outline it has
     * @param found whose last class it has; asked only where there are three classes or more
     */
    public static LabelMap of(LabelMap outline, Supplier<LabelMap> found, SplittableRandom random) {
        LabelMap mask = outline.classes() < FEWEST_CLASSES ? outline : joined(outline, found.get());
        return warp(mask, random).of(mask);
    }

    /** The outline of one mask with the last class of another. */
    static LabelMap joined(LabelMap outline, LabelMap found) {
        int last = outline.classes() - 1;
        byte surrounding = commonest(outline, last);
        int shift = middle(outline, true) - middle(found, true);
        int aside = middle(outline, false) - middle(found, false);
        byte[] joined = new byte[outline.size()];
        for (int p = 0; p < joined.length; p++) {
            int at = outline.at(p);
            joined[p] = at == last ? surrounding : (byte) at;
        }
        int width = outline.width();
        for (int p = 0; p < joined.length; p++) {
            int row = p / width - shift;
            int column = p % width - aside;
            boolean isInside = row >= 0 && row < found.height() && column >= 0 && column < width;
            if (isInside && found.at(row * width + column) == last && outline.at(p) > 0) {
                joined[p] = (byte) last;
            }
        }
        return LabelMap.adopt(outline.height(), width, outline.classes(), joined);
    }

    /** The class with the most pixels between the ground and the last one; the ground where there is none. */
    private static byte commonest(LabelMap mask, int last) {
        int[] pixels = mask.histogram();
        int most = 0;
        for (int k = 1; k < last; k++) {
            most = pixels[k] > 0 && (most == 0 || pixels[k] > pixels[most]) ? k : most;
        }
        return (byte) most;
    }

    /** The mean row or column of all that is not ground; the middle of the image where that is nothing. */
    private static int middle(LabelMap mask, boolean ofRows) {
        long sum = 0;
        long count = 0;
        for (int p = 0; p < mask.size(); p++) {
            if (mask.at(p) > 0) {
                sum += ofRows ? p / mask.width() : p % mask.width();
                count++;
            }
        }
        int half = (ofRows ? mask.height() : mask.width()) / 2;
        return count == 0 ? half : (int) (sum / count);
    }

    /** A warp as small as patients of one kind differ: at most 10°, 10 % and 5 % of the side, and 3 % of it displaced. */
    public static Warp warp(LabelMap mask, SplittableRandom random) {
        Warp warp = new Warp(
                mask.height(),
                mask.width(),
                Math.toRadians(around(DEGREES, random)),
                Math.exp(around(SCALE, random)),
                mask.height() * around(SHIFT, random),
                mask.width() * around(SHIFT, random));
        warp.displace(mask.width() * ELASTIC, random);
        return warp;
    }

    /** Evenly from minus to plus. */
    private static double around(double most, SplittableRandom random) {
        return most * (2 * random.nextDouble() - 1);
    }
}
