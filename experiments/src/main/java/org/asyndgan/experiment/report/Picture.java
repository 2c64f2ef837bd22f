package org.asyndgan.experiment.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Set;
import javax.imageio.ImageIO;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;

/** Images of a page, as {@code img} elements that hold their PNG. */
public final class Picture {

    /** Colours of the classes from 1 on, far apart for the colour-blind too; the background is black. */
    private static final int[] CLASSES = {0xf2f2ee, 0xe69f00, 0x56b4e9, 0x009e73, 0xf0e442, 0x0072b2, 0xd55e00, 0xcc79a7
    };

    private static final int FOUND = 0x009e73;
    private static final int MISSED = 0xd55e00;
    private static final int FALSE = 0x56b4e9;

    private Picture() {}

    /**
     * The image itself.
     *
     * @param image in [-1, 1], shape [1, H, W] or [3, H, W]
     * @param what it is called where it cannot be seen
     */
    public static String of(FloatTensor image, String what) {
        return element(drawn(image), what);
    }

    /** The classes in colours of their own. */
    public static String of(LabelMap labels) {
        BufferedImage picture = new BufferedImage(labels.width(), labels.height(), BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < labels.size(); p++) {
            int index = labels.at(p);
            int colour = index == 0 ? 0 : CLASSES[(index - 1) % CLASSES.length];
            picture.setRGB(p % labels.width(), p / labels.width(), colour);
        }
        return element(picture, "mask");
    }

    /** The image, with what was found in green, what was missed in red, what was taken for it in blue. */
    static String of(FloatTensor image, LabelMap truth, LabelMap prediction, Set<Integer> target) {
        BufferedImage picture = drawn(image);
        for (int p = 0; p < truth.size(); p++) {
            boolean isTrue = target.contains(truth.at(p));
            boolean isFound = target.contains(prediction.at(p));
            if (isTrue || isFound) {
                int found = isTrue ? FOUND : FALSE;
                int colour = isFound ? found : MISSED;
                int x = p % truth.width();
                int y = p / truth.width();
                picture.setRGB(x, y, mixed(picture.getRGB(x, y), colour));
            }
        }
        return element(picture, "segmentation");
    }

    private static int mixed(int below, int above) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            mixed |= (((((below >> shift) & 0xff) * 2) + (((above >> shift) & 0xff) * 3)) / 5) << shift;
        }
        return mixed;
    }

    private static BufferedImage drawn(FloatTensor image) {
        int height = image.dim(1);
        int width = image.dim(2);
        int plane = height * width;
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < plane; p++) {
            int red = level(image.at(p));
            int green = image.dim(0) == 3 ? level(image.at(plane + p)) : red;
            int blue = image.dim(0) == 3 ? level(image.at(2 * plane + p)) : red;
            picture.setRGB(p % width, p / width, (red << 16) | (green << 8) | blue);
        }
        return picture;
    }

    private static int level(float value) {
        return Math.max(0, Math.min(255, Math.round((value + 1) / 2 * 255)));
    }

    private static String element(BufferedImage picture, String what) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.setUseCache(false);
            ImageIO.write(picture, "png", out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return "<img alt=\"" + what + "\" src=\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(out.toByteArray()) + "\">";
    }
}
