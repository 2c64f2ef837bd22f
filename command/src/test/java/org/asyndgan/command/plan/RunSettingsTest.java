package org.asyndgan.command.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.core.folding.Until;
import org.asyndgan.core.site.mask.PairChoice;
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

    @Test
    void readsRunsFromBeforeThereWereRulesForLabels() throws IOException {
        RunFolder run = RunFolder.create(folder, "old");
        settings().keepIn(run);
        String before = Files.readString(run.settings()).replaceFirst("\\s+\"labelMap\"[^]]*],", "");

        assertThat(before).doesNotContain("labelMap");
        assertThat(RunSettings.JSON.readValue(before, RunSettings.class).labelMap())
                .isEmpty();
    }

    @Test
    void goesOnWithARunOfTheSameSettingsAlone() throws IOException {
        RunFolder run = RunFolder.create(folder, "first");
        settings().keepIn(run);

        assertThat(RunFolder.resume(settings())).isEqualTo(run);

        Files.writeString(run.settings(), Files.readString(run.settings()).replace("\"steps\" : 9", "\"steps\" : 12"));
        assertThatThrownBy(() -> RunFolder.resume(settings()))
                .isInstanceOf(RunException.class)
                .hasMessage(
                        "Run first was begun with other settings: training.steps was 12, not 9. Go on with those it was"
                                + " begun with, or begin another run. (ADG-709)");
    }

    @Test
    void tellARunOfOtherRulesForLabelsApart() throws IOException {
        RunFolder run = RunFolder.create(folder, "first");
        settings().keepIn(run);
        String kept = Files.readString(run.settings());
        assertThat(settings().lines())
                .containsEntry("labelMap", String.join(",", settings().labelMap()));

        Files.writeString(
                run.settings(), kept.replaceFirst("\"labelMap\" : \\[[^]]*]", "\"labelMap\" : [ \"9=1\", \"8=1\" ]"));
        assertThatThrownBy(() -> RunFolder.resume(settings())).hasMessageContaining("labelMap was 9=1,8=1, not ");
    }

    /** As where the disk is full. */
    @Test
    void ofARunThatGoesOnAreWrittenWholeOrNotAtAll() throws IOException {
        RunFolder run = RunFolder.create(folder, "first");
        settings().keepIn(run);
        String kept = Files.readString(run.settings());
        Files.createDirectories(folder.resolve("first/run.json.new/in-the-way"));

        assertThatThrownBy(() -> settings().keepIn(run)).isInstanceOf(RunException.class);

        assertThat(run.settings()).hasContent(kept);
    }

    @Test
    void saysThatThereIsNoRunToGoOnWith() {
        assertThatThrownBy(() -> RunFolder.resume(settings()))
                .hasMessage(
                        "There is no run first in " + folder + " to go on with. Leave --resume away to begin it, or say"
                                + " with --runs where it is. (ADG-709)");
    }

    @Test
    void runsOfBeforeThereWasAChoiceGoOnWithPairsThatTheGeneratorNames() throws Exception {
        String before =
                RunSettings.JSON.writeValueAsString(settings()).replaceAll("(?s),\\s*\"realPairs\" : \"OWN\"", "");

        assertThat(before).doesNotContain("realPairs");
        assertThat(RunSettings.JSON
                        .readValue(before, RunSettings.class)
                        .training()
                        .realPairs())
                .isEqualTo(PairChoice.NAMED_BY_GENERATOR);
    }

    @Test
    void runsOfBeforeThereWasAChoiceOfNetworksGoOnWithThePapers() throws Exception {
        RunSettings settings = settings();
        String before =
                RunSettings.JSON.writeValueAsString(settings).replaceAll("(?s),\\s*\"networks\" : \\{[^}]*}", "");

        assertThat(before).doesNotContain("decoder");
        assertThat(RunSettings.JSON.readValue(before, RunSettings.class)).isEqualTo(settings);
    }

    private RunSettings settings() {
        return new RunSettings(
                "first",
                folder,
                folder,
                1,
                new RunSettings.Images(32, Fit.CROP, 0, 1, IntensityScaling.NONE, 1),
                new RunSettings.Training(
                        9,
                        FoldMode.ASYNC,
                        2,
                        4,
                        1,
                        4,
                        1,
                        AdversarialLoss.CROSS_ENTROPY,
                        0.001,
                        0,
                        0,
                        PairChoice.OWN,
                        RunSettings.Networks.USUAL,
                        /* discriminatorLearningRate= */ 0,
                        Until.STEPS),
                new RunSettings.Segmentation(3, 2, 4, 1, 0.001, 0.5, 0),
                false,
                List.of("255=1"),
                false,
                Map.of());
    }
}
