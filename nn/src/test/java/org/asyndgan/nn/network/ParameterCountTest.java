package org.asyndgan.nn.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.asyndgan.nn.architecture.DiscriminatorKind;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.PatchDiscriminator;
import org.asyndgan.nn.architecture.PatchSettings;
import org.asyndgan.nn.architecture.ResnetGenerator;
import org.asyndgan.nn.architecture.ResnetSettings;
import org.asyndgan.nn.architecture.SegmentingDiscriminator;
import org.asyndgan.nn.architecture.SegmentingSettings;
import org.junit.jupiter.api.Test;

/** The reference's parameter counts (REFERENCE: 3 channels, BatchNorm). */
class ParameterCountTest {

    @Test
    void theGeneratorOfThePaperHas11383427() {
        try (var generator = new ResnetGenerator(ResnetSettings.PAPER, 1)) {
            assertThat(generator.parameters().count()).isEqualTo(11_383_427);
        }
    }

    /** Counted by hand layer by layer: 1 image channel, 3 classes, width 16 with 4 blocks, and width 24. */
    @Test
    void theLightNetworksHave349553And152788() {
        var light = new ResnetSettings(3, 1, 16, 4, NormLayer.INSTANCE, 0, ResnetSettings.Decoder.NEAREST_MASK, 0);
        try (var generator = new ResnetGenerator(light, 1);
                var discriminator = new SegmentingDiscriminator(
                        new SegmentingSettings(1, 3, 24, DiscriminatorKind.SEGMENTING), 1)) {
            assertThat(generator.parameters().count()).isEqualTo(349_553);
            assertThat(discriminator.parameters().count()).isEqualTo(152_788);
        }
    }

    @Test
    void theDiscriminatorOfThePaperHas2768705() {
        try (var discriminator = new PatchDiscriminator(PatchSettings.PAPER, 1)) {
            assertThat(discriminator.parameters().count()).isEqualTo(2_768_705);
        }
    }
}
