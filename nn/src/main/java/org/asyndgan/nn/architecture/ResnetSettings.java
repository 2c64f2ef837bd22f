package org.asyndgan.nn.architecture;

/**
 * What a generator looks like.
 *
 * @param inputChannels channels of the mask, K, and of what else tells it what to draw
 * @param outputChannels channels of the image, C
 * @param width feature maps of the first convolution (ngf); four times as many in the blocks
 * @param blocks residual blocks, at least 1
 * @param normLayer after every convolution but the last
 * @param dropout rate inside the blocks, in [0, 1); a declared source of noise
 * @param decoder how small maps become an image
 * @param noise maps of normal numbers joined to the mask, drawn from each sample's seed; 0 for none
 */
public record ResnetSettings(
        int inputChannels,
        int outputChannels,
        int width,
        int blocks,
        NormLayer normLayer,
        double dropout,
        Decoder decoder,
        int noise) {

    /** The paper's: 3 → 3 channels, ngf 64, 9 blocks, BatchNorm, dropout 0.5; 11,383,427 parameters. */
    public static final ResnetSettings PAPER = new ResnetSettings(3, 3, 64, 9, NormLayer.BATCH, 0.5);

    public ResnetSettings {
        if (inputChannels < 1 || outputChannels < 1 || width < 1 || blocks < 1 || noise < 0) {
            throw new IllegalArgumentException(
                    "A generator needs at least 1 channel in and out, width 1, 1 block and no"
                            + " less than 0 maps of noise, but has " + inputChannels + ", " + outputChannels + ", "
                            + width
                            + ", " + blocks + " and " + noise);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("A dropout rate of " + dropout + " is not in [0, 1)");
        }
        if (normLayer == NormLayer.SPECTRAL) {
            throw new IllegalArgumentException(
                    "SPECTRAL normalisation is for discriminators; a generator takes INSTANCE" + " or BATCH");
        }
    }

    /** With the paper's decoder and without noise maps. */
    public ResnetSettings(
            int inputChannels, int outputChannels, int width, int blocks, NormLayer normLayer, double dropout) {
        this(inputChannels, outputChannels, width, blocks, normLayer, dropout, Decoder.TRANSPOSED, 0);
    }

    /** How maps a quarter of the image's side become the image. */
    public enum Decoder {
        /** Transposed convolutions, then 7 × 7: the paper's. They draw a checkerboard where kernels overlap (Odena et al. 2016). */
        TRANSPOSED,
        /** Nearest upsampling before 3 × 3 convolutions, then 7 × 7. */
        NEAREST,
        /** As {@link #NEAREST}, the mask joined again before each convolution; two 3 × 3 convolutions at the end. */
        NEAREST_MASK
    }
}
