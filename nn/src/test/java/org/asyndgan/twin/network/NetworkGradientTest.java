package org.asyndgan.twin.network;

import org.asyndgan.twin.architecture.DiscriminatorKind;
import org.asyndgan.twin.architecture.NormLayer;
import org.asyndgan.twin.architecture.PatchDiscriminator;
import org.asyndgan.twin.architecture.PatchSettings;
import org.asyndgan.twin.architecture.Perceptron;
import org.asyndgan.twin.architecture.PerceptronSettings;
import org.asyndgan.twin.architecture.ResnetGenerator;
import org.asyndgan.twin.architecture.ResnetSettings;
import org.asyndgan.twin.architecture.SegmentingDiscriminator;
import org.asyndgan.twin.architecture.SegmentingSettings;
import org.asyndgan.twin.architecture.UNet;
import org.asyndgan.twin.architecture.UNetSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole networks, tiny, against central differences, in the engine's double-precision twin. */
class NetworkGradientTest {

    private static final long[] NO_DROPOUT = {};

    @ParameterizedTest
    @EnumSource(ResnetSettings.Decoder.class)
    void theGeneratorWithEachDecoderAndNoise(ResnetSettings.Decoder decoder) {
        var settings = new ResnetSettings(2, 3, 4, 1, NormLayer.INSTANCE, 0.5, decoder, 2);
        try (var generator = new ResnetGenerator(settings, 1)) {
            CentralDifferences.check(generator, new long[] {3, 4}, 2, 2, 16, 16);
        }
    }

    /** Spectral norm is checked as a layer, with the rounds that central differences ask for. */
    @ParameterizedTest
    @EnumSource(value = DiscriminatorKind.class, mode = EnumSource.Mode.EXCLUDE, names = "PATCH")
    void theSegmentingDiscriminatorsPathToTheImage(DiscriminatorKind kind) {
        try (var network = new SegmentingDiscriminator(new SegmentingSettings(1, 2, 4, kind), 1)) {
            CentralDifferences.checkInput(network, NO_DROPOUT, 2, 1, 16, 16);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = NormLayer.class,
            names = {"INSTANCE", "BATCH"})
    void theGenerator(NormLayer normLayer) {
        try (var generator = new ResnetGenerator(new ResnetSettings(2, 3, 4, 2, normLayer, 0.5), 1)) {
            CentralDifferences.check(generator, new long[] {3, 4}, 2, 2, 16, 16);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = NormLayer.class,
            names = {"INSTANCE", "BATCH"})
    void theDiscriminator(NormLayer normLayer) {
        try (var discriminator = new PatchDiscriminator(new PatchSettings(3, 4, 3, normLayer), 1)) {
            CentralDifferences.check(discriminator, NO_DROPOUT, 2, 3, 32, 32);
        }
    }

    @ParameterizedTest
    @EnumSource(UNetSettings.Blocks.class)
    void theUNet(UNetSettings.Blocks blocks) {
        try (var unet = new UNet(new UNetSettings(1, 3, 4, 2, blocks), 1)) {
            CentralDifferences.check(unet, NO_DROPOUT, 2, 1, 16, 16);
        }
    }

    @Test
    void thePerceptron() {
        try (var perceptron = new Perceptron(new PerceptronSettings(2, 3, 5, 2, 2, true), 1)) {
            CentralDifferences.check(perceptron, new long[] {3, 4}, 2, 2, 3, 4);
        }
    }
}
