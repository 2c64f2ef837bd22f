package org.asyndgan.command.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.core.folding.Until;
import org.asyndgan.nn.architecture.DiscriminatorKind;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PresetTest {

    @ParameterizedTest
    @ValueSource(strings = {"paper-brain", "PAPER_BRAIN"})
    void setsThePapersNetworksAndSchedule(String word) {
        RunSettings.Training training = settings("--preset", word).training();

        assertThat(training)
                .isEqualTo(new RunSettings.Training(
                        226_000,
                        FoldMode.SYNC,
                        1,
                        64,
                        9,
                        64,
                        3,
                        AdversarialLoss.CROSS_ENTROPY,
                        0.0002,
                        0,
                        0,
                        training.realPairs(),
                        RunSettings.Networks.USUAL,
                        0.0002,
                        Until.STEPS));
    }

    @Test
    void givesWayToOptionsBesideItWhereverTheyStand() {
        RunSettings settings = settings("--blocks=3", "--image-size", "128", "--preset=paper-nuclei", "--batch-size=4");

        assertThat(settings.training().blocks()).isEqualTo(3);
        assertThat(settings.images().size()).isEqualTo(128);
        assertThat(settings.training().batchSize()).isEqualTo(4);
        assertThat(settings.training().generatorWidth()).isEqualTo(64);
    }

    @Test
    void ofALaptopIsTheDefault() {
        assertThat(settings("--preset=laptop")).isEqualTo(settings());
    }

    @Test
    void forPrivacyHasSmallDiscriminatorsAndNothingElse() {
        RunSettings.Training usual = settings().training();

        RunSettings.Training small = settings("--preset=private").training();

        assertThat(small.discriminatorWidth()).isEqualTo(8);
        assertThat(small.layers()).isEqualTo(1);
        assertThat(small.networks().discriminator()).isEqualTo(DiscriminatorKind.PATCH);
        assertThat(small.mode()).isEqualTo(usual.mode());
        assertThat(small.generatorWidth()).isEqualTo(usual.generatorWidth());
    }

    @Test
    void thatThereIsNotIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> settings("--preset=paper"))
                .hasMessageContaining(
                        "There is no preset 'paper'; choose one of laptop, private, paper-brain, paper-nuclei");
    }

    private static RunSettings settings(String... options) {
        String[] all = new String[options.length + 1];
        all[0] = "train";
        System.arraycopy(options, 0, all, 1, options.length);
        String[] expanded = Preset.expand(all);
        LocalOptions read = LocalOptions.train();
        CommandLine command = new CommandLine(read).setCaseInsensitiveEnumValuesAllowed(true);
        command.addMixin("preset", new Preset.Chosen());
        command.parseArgs(Arrays.copyOfRange(expanded, 1, expanded.length));
        return read.settings("first", Path.of("data"));
    }
}
