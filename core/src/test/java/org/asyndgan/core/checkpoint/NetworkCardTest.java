package org.asyndgan.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.asyndgan.nn.architecture.DiscriminatorKind;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.PatchSettings;
import org.asyndgan.nn.architecture.ResnetGenerator;
import org.asyndgan.nn.architecture.ResnetSettings;
import org.asyndgan.nn.architecture.ResnetSettings.Decoder;
import org.asyndgan.nn.architecture.SegmentingSettings;
import org.asyndgan.nn.network.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkCardTest {

    @TempDir
    private Path folder;

    @Test
    void readsWhatItCalledTheNormLayerOnce() throws IOException {
        NetworkCard card = NetworkCard.of(new PatchSettings(3, 4, 1, NormLayer.BATCH));
        card.writeTo(folder);
        Path file = folder.resolve("network.properties");
        String text = Files.readString(file);
        assertThat(text).contains("norm-layer=BATCH");
        Files.writeString(file, text.replace("norm-layer", "normalization"));

        assertThat(NetworkCard.readFrom(folder).metadata()).isEqualTo(card.metadata());
    }

    @ParameterizedTest
    @EnumSource(value = DiscriminatorKind.class, mode = EnumSource.Mode.EXCLUDE, names = "PATCH")
    void opensADiscriminatorThatSegments(DiscriminatorKind kind) {
        var settings = new SegmentingSettings(1, 3, 4, kind);
        NetworkCard.of(settings).writeTo(folder);

        NetworkCard card = NetworkCard.readFrom(folder);

        assertThat(card.metadata())
                .containsEntry("network", "discriminator")
                .containsEntry("discriminator", settings.kind().name())
                .doesNotContainKey("layers");
        try (Network opened = card.open();
                Network own = settings.open(1)) {
            assertThat(opened.parameters().layout()).isEqualTo(own.parameters().layout());
        }
    }

    @Test
    void opensAGeneratorWithItsDecoderAndNoise() throws IOException {
        var settings = new ResnetSettings(2, 1, 4, 1, NormLayer.INSTANCE, 0, Decoder.NEAREST_MASK, 3);
        NetworkCard.of(settings).writeTo(folder);

        try (Network opened = NetworkCard.readFrom(folder).open();
                Network own = new ResnetGenerator(settings, 1)) {
            assertThat(opened.parameters().layout()).isEqualTo(own.parameters().layout());
        }
    }

    @Test
    void namesTheCodesThatAGeneratorIsGivenBesideMasks() {
        var settings = new ResnetSettings(4, 1, 4, 1, NormLayer.INSTANCE, 0);

        NetworkCard.of(settings, new TreeMap<>(Map.of("mercy", new float[] {0.5f})))
                .writeTo(folder);

        assertThat(NetworkCard.readFrom(folder).metadata()).containsEntry("site-code.mercy", "[0.5]");
        try (Network opened = NetworkCard.readFrom(folder).open()) {
            assertThat(opened.parameters().count()).isPositive();
        }
    }

    @Test
    void opensThePapersGeneratorWhereTheCardIsOlderThanOtherDecoders() throws IOException {
        NetworkCard.of(new ResnetSettings(2, 1, 4, 1, NormLayer.INSTANCE, 0)).writeTo(folder);
        Path file = folder.resolve("network.properties");
        Files.writeString(file, Files.readString(file).replaceAll("(?m)^(decoder|noise)=.*\n", ""));

        try (Network opened = NetworkCard.readFrom(folder).open();
                Network own = new ResnetGenerator(new ResnetSettings(2, 1, 4, 1, NormLayer.INSTANCE, 0), 1)) {
            assertThat(opened.parameters().layout()).isEqualTo(own.parameters().layout());
        }
    }
}
