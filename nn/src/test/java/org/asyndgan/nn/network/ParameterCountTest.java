package org.asyndgan.nn.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The reference's parameter counts (REFERENCE: 3 channels, BatchNorm). */
class ParameterCountTest {

    @Test
    void theGeneratorOfThePaperHas11383427() {
        try (var generator = new ResnetGenerator(ResnetSettings.PAPER, 1)) {
            assertThat(generator.parameters().count()).isEqualTo(11_383_427);
        }
    }

    @Test
    void theDiscriminatorOfThePaperHas2768705() {
        try (var discriminator = new PatchDiscriminator(PatchSettings.PAPER, 1)) {
            assertThat(discriminator.parameters().count()).isEqualTo(2_768_705);
        }
    }
}
