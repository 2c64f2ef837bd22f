package org.asyndgan.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.asyndgan.nn.network.NormLayer;
import org.asyndgan.nn.network.PatchSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
