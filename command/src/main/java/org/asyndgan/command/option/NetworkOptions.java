package org.asyndgan.command.option;

import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.nn.architecture.DiscriminatorKind;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.ResnetSettings.Decoder;
import picocli.CommandLine.Option;

/**
 * Generator and discriminators, of every command that chooses both by itself.
 *
 * <p>The defaults were chosen on training patients of three kinds of images (docs/experiments.md); the paper's networks are
 * a {@link Preset}.
 */
public final class NetworkOptions {

    public static final String BLOCKS = "Residual blocks of the generator";
    public static final String DROPOUT = "Share of the maps' elements dropped inside the generator's blocks";
    public static final String DECODER = "How the generator makes an image of small maps";
    public static final String NOISE = "Maps of noise that the generator is given with a mask";
    public static final String SITE_CODE =
            "Numbers by which the generator tells whose mask it is given, so that it draws each site in its own look;"
                    + " 0 for none, as in the paper";
    public static final String DISCRIMINATOR = "What discriminators are asked, the same at all sites";
    public static final String DISCRIMINATOR_NORM_LAYER = "Of a discriminator of patches";

    @Option(
            names = "--width",
            paramLabel = "N",
            description = "Feature maps of the generator's first convolution (${DEFAULT-VALUE}).")
    private int width = 16;

    @Option(names = "--blocks", paramLabel = "N", description = BLOCKS + " (${DEFAULT-VALUE}).")
    private int blocks = 4;

    @Option(names = "--dropout", paramLabel = "X", description = DROPOUT + " (${DEFAULT-VALUE}).")
    private double dropout;

    @Option(
            names = "--decoder",
            paramLabel = "KIND",
            description = DECODER + ": ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Decoder decoder = Decoder.NEAREST_MASK;

    @Option(names = "--noise", paramLabel = "N", description = NOISE + " (${DEFAULT-VALUE}).")
    private int noise;

    @Option(names = "--site-code", paramLabel = "N", description = SITE_CODE + " (${DEFAULT-VALUE}).")
    private int siteCode = 3;

    @Option(
            names = "--discriminator",
            paramLabel = "KIND",
            description = DISCRIMINATOR + ": ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private DiscriminatorKind discriminator = DiscriminatorKind.SEGMENTING_PATCH;

    @Option(
            names = "--discriminator-norm-layer",
            paramLabel = "KIND",
            description = DISCRIMINATOR_NORM_LAYER + ": ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private NormLayer discriminatorNormLayer = RunSettings.Networks.USUAL.discriminatorNormLayer();

    @Option(
            names = "--discriminator-width",
            paramLabel = "N",
            description = "Feature maps of a discriminator's first convolution (${DEFAULT-VALUE}).")
    private int discriminatorWidth = 24;

    @Option(
            names = "--discriminator-layers",
            paramLabel = "N",
            description = "Strided convolutions of a discriminator of patches (${DEFAULT-VALUE}).")
    private int discriminatorLayers = 2;

    public int width() {
        return width;
    }

    public int blocks() {
        return blocks;
    }

    public int discriminatorWidth() {
        return discriminatorWidth;
    }

    public int discriminatorLayers() {
        return discriminatorLayers;
    }

    public RunSettings.Networks kinds() {
        return new RunSettings.Networks(dropout, decoder, noise, siteCode, discriminator, discriminatorNormLayer);
    }
}
