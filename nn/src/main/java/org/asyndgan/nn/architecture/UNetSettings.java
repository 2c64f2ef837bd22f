package org.asyndgan.nn.architecture;

/**
 * What a segmentation network looks like.
 *
 * @param inputChannels channels of the image, C
 * @param classes K, the background among them
 * @param width feature maps of the topmost level, doubled at every level below
 * @param depth times the image is halved, at least 1; its height and width must be divisible by 2^depth
 * @param blocks what a level computes
 */
public record UNetSettings(int inputChannels, int classes, int width, int depth, Blocks blocks) {

    public UNetSettings {
        if (inputChannels < 1 || classes < 2 || width < 1 || depth < 1) {
            throw new IllegalArgumentException("A U-Net needs at least 1 channel, 2 classes, width 1 and depth 1, but"
                    + " has " + inputChannels + ", " + classes + ", " + width + " and " + depth);
        }
    }

    /** With plain blocks. */
    public UNetSettings(int inputChannels, int classes, int width, int depth) {
        this(inputChannels, classes, width, depth, Blocks.PLAIN);
    }

    /** Two 3 × 3 convolutions, each with instance norm, and what comes after. */
    public enum Blocks {
        /** ReLU after both. */
        PLAIN,
        /** Leaky ReLU of slope 0.01 after both, as in nnU-Net. */
        LEAKY,
        /** As {@link #LEAKY}; what the second is given is added to what it makes of it, before its ReLU. */
        RESIDUAL
    }

    /** Settings as text are what snapshots are told apart by; plain blocks read as they did before there were others. */
    @Override
    public String toString() {
        return "UNetSettings[inputChannels=" + inputChannels + ", classes=" + classes + ", width=" + width + ", depth="
                + depth + (blocks == Blocks.PLAIN ? "]" : ", blocks=" + blocks + "]");
    }
}
