package org.asyndgan.imaging.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.asyndgan.imaging.image.Components;
import org.asyndgan.imaging.image.LabelMap;

/**
 * How well single objects are found, not only their pixels.
 *
 * <p>Objects are connected pixels (8-neighbourhood); touching nuclei count as one, since the labels do
 * not tell them apart. With S the objects of the prediction and G those of the truth:
 *
 * <ul>
 *   <li>object Dice = ½ [Σ_S ω_s Dice(s, G(s)) + Σ_G ω_g Dice(g, S(g))], where G(s) overlaps s most
 *       and ω is an object's share of its side's foreground (Sirinukunwattana et al., GlaS, 2017). A
 *       partnerless object counts 0.
 *   <li>AJI, the aggregated Jaccard index: Σ_g |g ∩ S(g)| / (Σ_g |g ∪ S(g)| + Σ unused |s|), where S(g)
 *       has the largest Jaccard index with g (Kumar et al., IEEE TMI 2017).
 * </ul>
 *
 * Both lie in [0, 1] and are 1 where neither side has an object.
 *
 * @param objectDice see above
 * @param aggregatedJaccard see above
 */
public record ObjectAgreement(double objectDice, double aggregatedJaccard) {

    /**
     * Compares the objects of two masks.
     *
     * @param leastArea objects of fewer pixels are removed from both sides beforehand; 0 keeps all
     */
    static ObjectAgreement of(boolean[] truth, boolean[] prediction, int height, int width, int leastArea) {
        Side actual = Side.of(truth, height, width, leastArea);
        Side found = Side.of(prediction, height, width, leastArea);
        if (actual.areas.isEmpty() && found.areas.isEmpty()) {
            return new ObjectAgreement(1, 1);
        }
        Map<Long, Integer> overlaps = new HashMap<>();
        for (int p = 0; p < truth.length; p++) {
            if (actual.numbers[p] > 0 && found.numbers[p] > 0) {
                overlaps.merge(key(actual.numbers[p], found.numbers[p]), 1, Integer::sum);
            }
        }
        double dice = (weightedDice(actual, found, overlaps, true) + weightedDice(found, actual, overlaps, false)) / 2;
        return new ObjectAgreement(dice, aggregatedJaccard(actual, found, overlaps));
    }

    private static double weightedDice(Side from, Side to, Map<Long, Integer> overlaps, boolean isFromTruth) {
        double sum = 0;
        for (int a = 1; a <= from.areas.size(); a++) {
            int bestOverlap = 0;
            int bestArea = 0;
            for (int b = 1; b <= to.areas.size(); b++) {
                int overlap = overlaps.getOrDefault(isFromTruth ? key(a, b) : key(b, a), 0);
                if (overlap > bestOverlap) {
                    bestOverlap = overlap;
                    bestArea = to.area(b);
                }
            }
            double dice = 2.0 * bestOverlap / (from.area(a) + bestArea);
            sum += dice * from.area(a) / from.total;
        }
        return sum;
    }

    private static double aggregatedJaccard(Side actual, Side found, Map<Long, Integer> overlaps) {
        boolean[] isUsed = new boolean[found.areas.size() + 1];
        long intersection = 0;
        long union = 0;
        for (int g = 1; g <= actual.areas.size(); g++) {
            int best = 0;
            double bestIndex = 0;
            for (int s = 1; s <= found.areas.size(); s++) {
                int overlap = overlaps.getOrDefault(key(g, s), 0);
                double index = (double) overlap / (actual.area(g) + found.area(s) - overlap);
                if (index > bestIndex) {
                    bestIndex = index;
                    best = s;
                }
            }
            int overlap = best == 0 ? 0 : overlaps.get(key(g, best));
            intersection += overlap;
            union += actual.area(g) + (best == 0 ? 0 : found.area(best)) - overlap;
            isUsed[best] = true;
        }
        for (int s = 1; s <= found.areas.size(); s++) {
            union += isUsed[s] ? 0 : found.area(s);
        }
        return (double) intersection / union;
    }

    private static long key(int actual, int found) {
        return ((long) actual << 32) | found;
    }

    /** The objects of one mask, numbered from 1 without gaps. */
    private static final class Side {

        private final int[] numbers;
        private final List<Integer> areas = new ArrayList<>();
        private double total;

        private Side(int[] numbers) {
            this.numbers = numbers;
        }

        static Side of(boolean[] mask, int height, int width, int leastArea) {
            byte[] classes = new byte[mask.length];
            for (int p = 0; p < mask.length; p++) {
                classes[p] = (byte) (mask[p] ? 1 : 0);
            }
            Components all = Components.of(LabelMap.adopt(height, width, 2, classes));
            int[] renumbered = new int[all.count() + 1];
            Side side = new Side(all.toArray());
            for (int object = 1; object <= all.count(); object++) {
                if (all.area(object) >= leastArea) {
                    side.areas.add(all.area(object));
                    side.total += all.area(object);
                    renumbered[object] = side.areas.size();
                }
            }
            for (int p = 0; p < mask.length; p++) {
                side.numbers[p] = renumbered[side.numbers[p]];
            }
            return side;
        }

        int area(int object) {
            return areas.get(object - 1);
        }
    }
}
