package org.asyndgan.core.site;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.imaging.image.Dihedral;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.metric.KernelDistance;
import org.asyndgan.imaging.metric.RandomFeatures;

/**
 * Measures how far the newest synthetic images are from a site's own: the {@link KernelDistance} on {@link
 * RandomFeatures}.
 *
 * <p>It looks at one image of every batch, turned back to the orientation of the site's files. The real side is always the
 * same pairs, chosen by the site: were it those whose masks a batch names, whoever draws the batches could ask about a
 * single patient. Deterministic; its state is the features of the newest images. Not thread-safe.
 */
final class ImageDistance {

    private static final int MOST_REAL = 128;

    private final SharedMasks masks;
    private final ImageDistanceSettings settings;
    private final Deque<double[]> newest = new ArrayDeque<>();
    private RandomFeatures features;
    private List<double[]> real = List.of();

    ImageDistance(SharedMasks masks, ImageDistanceSettings settings) {
        this.masks = masks;
        this.settings = settings;
    }

    /**
     * Takes one batch in; a synthetic image goes with the mask that it was drawn from, a real one with its own.
     *
     * @param answer number of the site's answer to it, from 1
     * @return the distance, where one is due and there are images enough on both sides
     */
    OptionalDouble measure(SyntheticBatch batch, long answer) {
        if (settings.every() == 0 || masks.count() < 2) {
            return OptionalDouble.empty();
        }
        int row = (int) (answer % batch.size());
        MaskUse use = batch.masks().get(row);
        LabelMap mask = masks.labels(new MaskUse(use.mask(), 0));
        if (real.isEmpty()) {
            features = new RandomFeatures(batch.images().dim(1), mask.classes());
            real = masks.all().stream()
                    .limit(MOST_REAL)
                    .map(SharedMask::id)
                    .map(id -> masks.pair(new MaskUse(id, 0)))
                    .map(pair -> features.of(pair.image(), pair.labels()))
                    .toList();
        }
        var image = batch.images().rows(row, row + 1);
        newest.addLast(features.of(
                new Dihedral(use.flip()).inverse().of(image.reshape(image.dim(1), image.dim(2), image.dim(3))), mask));
        if (newest.size() > settings.over()) {
            newest.removeFirst();
        }
        boolean isDue = answer % settings.every() == 0 && newest.size() == settings.over();
        double distance = isDue ? KernelDistance.of(real, List.copyOf(newest)) : Double.NaN;
        return Double.isFinite(distance) ? OptionalDouble.of(distance) : OptionalDouble.empty();
    }

    /** Features of the newest images, the oldest first. */
    List<double[]> newest() {
        return List.copyOf(newest);
    }

    void restore(List<double[]> newestThen) {
        newest.clear();
        newest.addAll(newestThen);
    }
}
