package org.asyndgan.nn.network;

/**
 * What a generator looks like.
 *
 * @param inputChannels channels of the mask, K
 * @param outputChannels channels of the image, C
 * @param width feature maps of the first convolution (ngf); four times as many in the blocks
 * @param blocks residual blocks, at least 1
 * @param normLayer after every convolution but the last
 * @param dropout rate inside the blocks, in [0, 1); the declared source of noise
 */
public record ResnetSettings(
        int inputChannels, int outputChannels, int width, int blocks, NormLayer normLayer, double dropout) {

    /** The paper's: 3 → 3 channels, ngf 64, 9 blocks, BatchNorm, dropout 0.5; 11,383,427 parameters. */
    public static final ResnetSettings PAPER = new ResnetSettings(3, 3, 64, 9, NormLayer.BATCH, 0.5);

    public ResnetSettings {
        if (inputChannels < 1 || outputChannels < 1 || width < 1 || blocks < 1) {
            throw new IllegalArgumentException("A generator needs at least 1 channel in and out, width 1 and 1 block,"
                    + " but has " + inputChannels + ", " + outputChannels + ", " + width + " and " + blocks);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("A dropout rate of " + dropout + " is not in [0, 1)");
        }
    }
}
