package org.asyndgan.imaging.metric;

import java.util.Arrays;

/**
 * How far the outlines of two masks lie apart: the 95th percentile of the Hausdorff distance.
 *
 * <p>HD95(A, B) = max(P₉₅{d(a, ∂B) : a ∈ ∂A}, P₉₅{d(b, ∂A) : b ∈ ∂B}) in pixels, 0 or more. The outline
 * ∂A is the set of foreground pixels with a pixel above, below, left or right that is background or
 * lies outside the image; d is the Euclidean distance between pixel centres; a percentile lies
 * linearly between its two neighbours in order.
 *
 * <p>Two empty masks are 0 apart. Where only one is empty no distance exists; the length of the image's
 * diagonal stands for it, the worst there could be, so that finding nothing is never rewarded.
 */
final class SurfaceDistance {

    private static final double SHARE = 0.95;

    private SurfaceDistance() {}

    static double hausdorff95(boolean[] first, boolean[] second, int height, int width) {
        boolean[] firstOutline = outline(first, height, width);
        boolean[] secondOutline = outline(second, height, width);
        boolean firstEmpty = isEmpty(firstOutline);
        boolean secondEmpty = isEmpty(secondOutline);
        if (firstEmpty || secondEmpty) {
            return firstEmpty && secondEmpty ? 0 : Math.hypot(height, width);
        }
        return Math.max(
                directed(firstOutline, DistanceTransform.squared(secondOutline, height, width)),
                directed(secondOutline, DistanceTransform.squared(firstOutline, height, width)));
    }

    private static boolean[] outline(boolean[] mask, int height, int width) {
        boolean[] outline = new boolean[mask.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int p = y * width + x;
                boolean isInner = y > 0
                        && y < height - 1
                        && x > 0
                        && x < width - 1
                        && mask[p - 1]
                        && mask[p + 1]
                        && mask[p - width]
                        && mask[p + width];
                outline[p] = mask[p] && !isInner;
            }
        }
        return outline;
    }

    private static boolean isEmpty(boolean[] mask) {
        for (boolean marked : mask) {
            if (marked) {
                return false;
            }
        }
        return true;
    }

    private static double directed(boolean[] outline, double[] squaredDistance) {
        double[] distances = new double[outline.length];
        int count = 0;
        for (int p = 0; p < outline.length; p++) {
            if (outline[p]) {
                distances[count++] = Math.sqrt(squaredDistance[p]);
            }
        }
        Arrays.sort(distances, 0, count);
        double place = SHARE * (count - 1);
        int below = (int) place;
        int above = Math.min(count - 1, below + 1);
        return distances[below] + (place - below) * (distances[above] - distances[below]);
    }
}
