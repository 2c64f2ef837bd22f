package org.asyndgan.live.view;

import java.util.List;

/**
 * The first images of a batch that a site was sent.
 *
 * @param incarnation of the generator that drew it
 * @param step of the weights that drew it
 * @param at when it was sent, milliseconds since 1970
 * @param size images of the whole batch
 */
public record SentBatch(
        String site, long sequence, int incarnation, long step, long at, int size, List<SentImage> images) {

    public SentBatch {
        images = List.copyOf(images);
    }

    long bytes() {
        return images.stream().mapToLong(SentImage::bytes).sum();
    }

    Row row() {
        return new Row(
                site,
                sequence,
                incarnation,
                step,
                at,
                size,
                images.stream()
                        .map(image -> new Shape(image.height(), image.width(), image.hasMask()))
                        .toList());
    }

    /** What the page knows of a batch before it asks for the images. */
    public record Row(String site, long sequence, int incarnation, long step, long at, int size, List<Shape> images) {}

    /** @param hasMask whether the image's mask could be found */
    public record Shape(int height, int width, boolean hasMask) {}
}
