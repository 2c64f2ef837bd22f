package org.asyndgan.command.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.asyndgan.command.plan.RunPlan;
import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.core.segmentation.augmentation.PairAugmentation;
import org.asyndgan.nn.architecture.DiscriminatorKind;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.ResnetSettings.Decoder;
import org.asyndgan.nn.architecture.UNetSettings.Blocks;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LocalOptionsTest {

    private static final RunSettings.Networks LAPTOP = new RunSettings.Networks(
            0, Decoder.NEAREST_MASK, 0, 3, DiscriminatorKind.SEGMENTING_PATCH, NormLayer.INSTANCE);

    @Test
    void chooseTheNetworksOfARun() {
        RunSettings settings = parsed(
                LocalOptions.train(),
                "--dropout=0.1",
                "--decoder=nearest",
                "--noise=3",
                "--site-code=2",
                "--discriminator=segmenting",
                "--discriminator-norm-layer=spectral");

        assertThat(settings.training().networks())
                .isEqualTo(new RunSettings.Networks(
                        0.1, Decoder.NEAREST, 3, 2, DiscriminatorKind.SEGMENTING, NormLayer.SPECTRAL));
    }

    @Test
    void ofTrainAreThoseThatLearnedBestOnTrainingPatients() {
        RunSettings settings = parsed(LocalOptions.train());

        assertThat(settings.training().networks()).isEqualTo(LAPTOP);
        assertThat(RunPlan.isNeeded(settings)).isTrue();
        assertThat(settings.segmentation())
                .isEqualTo(new RunSettings.Segmentation(
                        1000, 16, 16, 3, 0.002, 0, 0, Blocks.LEAKY, 0.9, PairAugmentation.LIGHT.toString(), 0, true));
    }

    @Test
    void ofTheDemoAreThoseOfTrainForAShorterTime() {
        RunSettings settings = parsed(LocalOptions.demo());

        assertThat(settings.training().networks()).isEqualTo(LAPTOP);
        assertThat(settings.training().steps()).isEqualTo(700);
        assertThat(settings.images().size()).isEqualTo(64);
        assertThat(settings.segmentation()).isEqualTo(new RunSettings.Segmentation(300, 8, 12, 3, 0.002, 0.3, 0.25));
    }

    private static RunSettings parsed(LocalOptions options, String... arguments) {
        new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        return options.settings("first", Path.of("data"));
    }
}
