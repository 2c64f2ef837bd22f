package org.asyndgan.core.segmentation.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.folder.DatasetException;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.nn.architecture.UNet;
import org.asyndgan.nn.architecture.UNetSettings;
import org.asyndgan.nn.architecture.UNetSettings.Blocks;
import org.asyndgan.nn.export.SafeTensors;
import org.asyndgan.nn.export.StateDictionary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkInputsTest {

    @TempDir
    private Path folder;

    private final NetworkInputs inputs = new NetworkInputs(
            new UNetSettings(1, 3, 4, 1, Blocks.RESIDUAL),
            DatasetSettings.cropped(16, 32).withChannels(1).with(Augmentation.NONE),
            new ClassTable(List.of(0, 128, 255)),
            Augmentation.FLIPS);

    @Test
    void travelWithTheWeights() throws IOException {
        Path file = folder.resolve("network.safetensors");
        try (UNet unet = new UNet(inputs.network(), 3)) {
            SafeTensors.write(file, StateDictionary.of(unet.parameters()), inputs.metadata(Map.of("run", "a")));

            NetworkInputs read = NetworkInputs.read(file);

            assertThat(read).isEqualTo(inputs);
            try (UNet again = read.open(file)) {
                assertThat(again.parameters().values())
                        .isEqualTo(unet.parameters().values());
            }
        }
    }

    @Test
    void areReadUnderTheNamesThatOlderFilesGiveThem() throws IOException {
        Path file = folder.resolve("network.safetensors");
        Map<String, String> metadata = inputs.metadata(Map.of());
        metadata.put("normalisation", metadata.remove("intensity-scaling"));
        SafeTensors.write(file, Map.of(), metadata);

        assertThat(NetworkInputs.read(file)).isEqualTo(inputs);
    }

    @Test
    void ofAFileWrittenBeforeThereWereOthersArePlainAndNotAveraged() throws IOException {
        Path file = folder.resolve("earlier.safetensors");
        Map<String, String> metadata = inputs.metadata(Map.of());
        metadata.remove("unet-blocks");
        metadata.remove("averaged-flips");
        SafeTensors.write(file, Map.of(), metadata);

        assertThat(NetworkInputs.read(file))
                .isEqualTo(new NetworkInputs(new UNetSettings(1, 3, 4, 1), inputs.images(), inputs.classes()))
                .hasToString("NetworkInputs[network=UNetSettings[inputChannels=1, classes=3, width=4, depth=1], images="
                        + inputs.images() + ", classes=0, 128, 255]");
    }

    @Test
    void areMissedInAFileWithoutThem() throws IOException {
        Path file = folder.resolve("other.safetensors");
        SafeTensors.write(file, Map.of(), Map.of());

        assertThatThrownBy(() -> NetworkInputs.read(file))
                .isInstanceOf(DatasetException.class)
                .hasMessage("The weights " + file + " cannot be used (For input string: \"\"). Name the"
                        + " network.safetensors that a segmentation trainer of this version wrote. (ADG-626)");
    }
}
