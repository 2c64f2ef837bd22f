package org.asyndgan.command.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.asyndgan.core.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;

/** PNG files of masks and images. */
final class Picture {

    /** Colours of the classes from 1 on, far apart for the colour-blind too; the background is black. */
    private static final int[] CLASSES = {0xf2f2ee, 0xe69f00, 0x56b4e9, 0x009e73, 0xf0e442, 0x0072b2, 0xd55e00, 0xcc79a7
    };

    private Picture() {}

    /** @param image in [-1, 1], shape [1, H, W] or [3, H, W] */
    static byte[] of(FloatTensor image) {
        int height = image.dim(1);
        int width = image.dim(2);
        int plane = height * width;
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < plane; p++) {
            int red = level(image.at(p));
            int green = image.dim(0) == 3 ? level(image.at(plane + p)) : red;
            int blue = image.dim(0) == 3 ? level(image.at(2 * plane + p)) : red;
            picture.setRGB(p % width, p / width, red << 16 | green << 8 | blue);
        }
        return png(picture);
    }

    /** The classes in colours of their own. */
    static byte[] of(LabelMap labels) {
        BufferedImage picture = new BufferedImage(labels.width(), labels.height(), BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < labels.size(); p++) {
            int index = labels.at(p);
            int colour = index == 0 ? 0 : CLASSES[(index - 1) % CLASSES.length];
            picture.setRGB(p % labels.width(), p / labels.width(), colour);
        }
        return png(picture);
    }

    private static int level(float value) {
        return Math.max(0, Math.min(255, Math.round((value + 1) / 2 * 255)));
    }

    private static byte[] png(BufferedImage picture) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.setUseCache(false);
            ImageIO.write(picture, "png", out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
