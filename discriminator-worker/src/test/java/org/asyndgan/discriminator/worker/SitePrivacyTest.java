package org.asyndgan.discriminator.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.core.site.privacy.TrainingHistory;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.folder.PairFile;
import org.asyndgan.imaging.folder.Split;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.privacy.accountant.PrivacyPlan;
import org.asyndgan.worker.setting.Settings;
import org.asyndgan.worker.setting.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SitePrivacyTest {

    private static final int PAIRS = 12;

    @TempDir
    Path folder;

    @Test
    void protectsPatientsWhereAllAreNamed() {
        SitePrivacy privacy = settle(Map.of(), files(4));

        assertThat(privacy.unit()).isEqualTo(PrivacyUnit.PATIENT);
        assertThat(privacy.training().units()).hasSize(3).allMatch(unit -> unit.size() == 4);
        assertThat(privacy.training().units().stream().flatMap(List::stream).distinct())
                .hasSize(PAIRS);
    }

    @Test
    void protectsImagesWhereNobodyIsNamed() {
        SitePrivacy privacy = settle(Map.of(), files(0));

        assertThat(privacy.unit()).isEqualTo(PrivacyUnit.IMAGE);
        assertThat(privacy.training().units()).hasSize(PAIRS);
    }

    /** 100 steps, a fiftieth and 64 more. */
    @Test
    void takesTheNoiseThatTheBudgetAsksFor() {
        double rate = 2.0 / PAIRS;

        assertThat(settle(Map.of(), files(0)).training().noise())
                .isEqualTo(new PrivacyPlan(rate, 3, 1e-5).noiseFor(166).orElseThrow());
        assertThat(settle(Map.of("privacy-noise", "5.5"), files(0)).training().noise())
                .isEqualTo(5.5);
    }

    @Test
    void refusesWhatIsNotCovered() {
        assertRefused(Map.of("norm-layer", "batch"), "which couples the images of a batch");
        assertRefused(Map.of("real-pairs", "named-by-generator"), "what the generator chooses is not sampled");
        assertRefused(Map.of("send-real-scores", "true"), "because these are not covered");
        assertRefused(Map.of("judge-every", "25"), "because distances are not covered");
    }

    @Test
    void refusesAPatientThatIsNotNamed() {
        assertThatThrownBy(() -> settle(Map.of("privacy-unit", "patient"), files(0)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("needs the patient of every training image");
    }

    @Test
    void refusesALedgerWithinTheStateFolder() {
        assertRefused(
                Map.of("privacy-ledger", folder.resolve("state/ledger").toString()), "lies within the state folder");
    }

    @Test
    void refusesToDrawMoreThanThereAre() {
        assertRefused(Map.of("privacy-batch", "13"), "is more than the 12 units (image) of this site");
    }

    @Test
    void noiseIsTheSameForTheSameHistoryAloneAndIsWrittenDownBefore() {
        SitePrivacy privacy = settle(Map.of(), files(0));
        TrainingHistory one = TrainingHistory.beginning("one");
        TrainingHistory other = TrainingHistory.beginning("other");

        double[] first = draw(privacy, one);
        assertThat(draw(privacy, one)).isEqualTo(first);
        assertThat(draw(privacy, other)).isNotEqualTo(first);
        try (LedgerAccount account = privacy.open("run", () -> Instant.EPOCH)) {
            assertThat(account.statement().words()).startsWith("epsilon 3 at delta 1.0E-5 by image (zero-out), ");
            assertThat(account.statement().spent())
                    .isEqualTo(new PrivacyPlan(2.0 / PAIRS, 3, 1e-5)
                            .spent(privacy.training().noise(), 2));
        }
    }

    @Test
    void refusesABudgetOfASiteThatWouldTrainWithoutDifferentialPrivacy() {
        SiteProperties properties = Settings.bind(
                Map.of("asyndgan.site.privacy-epsilon", "3", "asyndgan.site.privacy-unit", "patient"),
                SiteProperties.class);

        assertThatThrownBy(() -> SitePrivacy.requireWanted(properties))
                .isInstanceOf(SettingsException.class)
                .hasMessage("asyndgan.site.privacy-epsilon is set, but asyndgan.site.privacy is none, so that the site"
                        + " would train without differential privacy. Set asyndgan.site.privacy=dp, or leave out"
                        + " privacy-epsilon, privacy-unit. (ADG-503)");
        SitePrivacy.requireWanted(Settings.bind(Map.of("asyndgan.site.privacy-batch", "2"), SiteProperties.class));
    }

    private static double[] draw(SitePrivacy privacy, TrainingHistory history) {
        double[] noise = new double[10];
        try (LedgerAccount account = privacy.open("run", () -> Instant.EPOCH)) {
            account.charge(history).orElseThrow().noise(3, noise, 0, 10);
        }
        return noise;
    }

    private void assertRefused(Map<String, String> more, String why) {
        assertThatThrownBy(() -> settle(more, files(0)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(why);
    }

    private SitePrivacy settle(Map<String, String> more, List<PairFile> files) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("asyndgan.site.privacy", "dp");
        properties.put("asyndgan.site.privacy-epsilon", "3");
        properties.put("asyndgan.site.privacy-batch", "2");
        properties.put("asyndgan.site.privacy-ledger", folder.resolve("ledger").toString());
        properties.put("asyndgan.site.steps", "100");
        more.forEach((name, value) -> properties.put("asyndgan.site." + name, value));
        return SitePrivacy.of(Settings.bind(properties, SiteProperties.class), files, masks(), folder.resolve("state"));
    }

    /** @param each images a patient; 0 names none */
    private static List<PairFile> files(int each) {
        List<PairFile> files = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            files.add(new PairFile(
                    "pair " + i,
                    Path.of("image"),
                    Path.of("label"),
                    Split.TRAIN,
                    each == 0 ? Map.of() : Map.of("patient", "patient " + i / each)));
        }
        return files;
    }

    private static SharedMasks masks() {
        List<TrainingPair> pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            pairs.add(new TrainingPair(FloatTensor.zeros(1, 8, 8), LabelMap.of(8, 8, 2, new byte[64])));
        }
        return new SharedMasks(
                new SiteId("mercy"),
                SiteDataset.of(
                        "mercy",
                        new ClassTable(List.of(0, 255)),
                        DatasetSettings.resized(8).withChannels(1),
                        pairs),
                "secret".getBytes(StandardCharsets.UTF_8),
                1,
                new Seed(3));
    }
}
