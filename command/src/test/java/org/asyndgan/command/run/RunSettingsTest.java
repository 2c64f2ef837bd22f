package org.asyndgan.command.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.imaging.dataset.Fit;
import org.asyndgan.imaging.dataset.IntensityScaling;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSettingsTest {

    @TempDir
    private Path folder;

    @Test
    void ofARunMadeBeforeTheScalingHadItsNameAreRead() throws IOException {
        RunSettings settings = settings();
        RunFolder run = new RunFolder(folder);
        settings.keepIn(run);
        String text = Files.readString(run.settings());
        assertThat(text).contains("\"intensityScaling\" : \"NONE\"");

        String before = text.replace("intensityScaling", "normalisation");

        assertThat(RunSettings.JSON.readValue(before, RunSettings.class)).isEqualTo(settings);
    }

    private RunSettings settings() {
        return new RunSettings(
                "first",
                folder,
                folder,
                1,
                new RunSettings.Images(32, Fit.CROP, 0, 1, IntensityScaling.NONE, 1),
                new RunSettings.Training(9, FoldMode.ASYNC, 2, 4, 1, 4, 1, AdversarialLoss.CROSS_ENTROPY, 0.001, 0, 0),
                new RunSettings.Segmentation(3, 2, 4, 1, 0.001, 0.5, 0),
                false,
                Map.of());
    }
}
