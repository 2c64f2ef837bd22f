package org.asyndgan.transport.codec;

import java.nio.ByteBuffer;
import org.asyndgan.imaging.image.LabelMap;

/** The four fields in which a mask's pixels travel, in {@code Mask} and in {@code SyntheticSample}. */
final class LabelsCodec {

    private LabelsCodec() {}

    static ByteBuffer encode(LabelMap labels) {
        return ByteBuffer.wrap(labels.toArray());
    }

    static LabelMap decode(int height, int width, int classes, ByteBuffer indices) throws Refusal {
        Refusal.within(1, Integer.MAX_VALUE, "height", height);
        Refusal.within(1, Integer.MAX_VALUE, "width", width);
        Refusal.within(2, LabelMap.MOST_CLASSES, "classes", classes);
        Refusal.unless(
                indices.remaining() == (long) height * width,
                () -> "has " + indices.remaining() + " labels for a mask of " + height + " x " + width + " pixels");
        byte[] labels = new byte[indices.remaining()];
        indices.duplicate().get(labels);
        for (byte label : labels) {
            int index = label & 0xFF;
            Refusal.unless(index < classes, () -> "has label " + index + " in a mask of " + classes + " classes");
        }
        return LabelMap.adopt(height, width, classes, labels);
    }
}
