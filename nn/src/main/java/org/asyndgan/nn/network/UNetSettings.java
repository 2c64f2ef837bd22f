package org.asyndgan.nn.network;

/**
 * What a segmentation network looks like.
 *
 * @param inputChannels channels of the image, C
 * @param classes K, the background among them
 * @param width feature maps of the topmost level, doubled at every level below
 * @param depth times the image is halved, at least 1; its height and width must be divisible by 2^depth
 */
public record UNetSettings(int inputChannels, int classes, int width, int depth) {

    public UNetSettings {
        if (inputChannels < 1 || classes < 2 || width < 1 || depth < 1) {
            throw new IllegalArgumentException("A U-Net needs at least 1 channel, 2 classes, width 1 and depth 1, but"
                    + " has " + inputChannels + ", " + classes + ", " + width + " and " + depth);
        }
    }
}
