package org.asyndgan.experiment.result;

import java.util.Base64;
import org.asyndgan.imaging.image.EightBit;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * A label map or an 8-bit image as text, for result files.
 *
 * @param channels C of an image, 0 for a label map
 * @param classes K of a label map, 0 for an image
 * @param base64 of the bytes, row-major
 */
public record Grid(int channels, int classes, int height, int width, String base64) {

    public static Grid of(LabelMap labels) {
        return new Grid(0, labels.classes(), labels.height(), labels.width(), text(labels.toArray()));
    }

    /** @param image in [-1, 1], shape [C, H, W] */
    public static Grid of(FloatTensor image) {
        return new Grid(image.dim(0), 0, image.dim(1), image.dim(2), text(EightBit.encode(image)));
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The label map; only of a grid made from one. */
    public LabelMap labels() {
        return LabelMap.of(height, width, classes, Base64.getDecoder().decode(base64));
    }

    /** The image; only of a grid made from one. */
    public FloatTensor image() {
        return EightBit.decode(Base64.getDecoder().decode(base64), channels, height, width);
    }
}
