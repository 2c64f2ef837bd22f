package org.asyndgan.experiment.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.core.site.privacy.PrivateTraining;
import org.asyndgan.experiment.TestSites;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.privacy.accountant.RenyiBudget;
import org.asyndgan.privacy.accountant.SubsampledGaussian;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscriminatorPrivacyTest {

    private static final double DELTA = 1e-5;

    @TempDir
    private Path folder;

    private SharedMasks masks;

    @BeforeEach
    void openSite() {
        TestSites.write(folder, "east", 5);
        SiteDataset dataset = SiteDataset.load(
                SiteFolder.open(folder.resolve("east")),
                new ClassTable(List.of(0, 255)),
                DatasetSettings.resized(TestSites.SIDE).withChannels(1));
        masks = new SharedMasks(new SiteId("east"), dataset, "secret".getBytes(StandardCharsets.UTF_8), 3, new Seed(1));
    }

    @Test
    void protectsPatientsWithAllTheirImagesAndViewsWhereTheyAreNamed() {
        PrivateTraining training =
                privacy(2, Map.of("east", List.of("ann", "ben", "ann", "cleo"))).training("east", masks, 100);

        assertThat(training.units()).extracting(List::size).containsExactly(6, 3, 3);
        assertThat(training.units())
                .containsExactly(
                        List.of(ids(0), ids(2)).stream().flatMap(List::stream).toList(), ids(1), ids(3));
    }

    @Test
    void protectsImagesWhereNoPatientsAreNamed() {
        assertThat(privacy(2, Map.of("east", List.of()))
                        .training("east", masks, 100)
                        .units())
                .isEqualTo(masks.idsOfPairs());
    }

    @Test
    void takesTheLeastNoiseInHundredthsThatKeepsAllStepsWithinTheBudget() {
        PrivateTraining training = privacy(2, Map.of()).training("east", masks, 100);

        assertThat(epsilon(training.noise())).isLessThanOrEqualTo(4);
        assertThat(epsilon(training.noise() - 0.01)).isGreaterThan(4);
    }

    @Test
    void drawsAllUnitsWhereASiteHasFewer() {
        assertThat(privacy(8, Map.of()).training("east", masks, 100).expected()).isEqualTo(4);
    }

    @Test
    void refusesABudgetOfNothing() {
        assertThatThrownBy(() -> new DiscriminatorPrivacy(0, DELTA, 2, 1, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("privacy-epsilon 0.0, privacy-batch 2 and privacy-clip 1.0 must be above 0, privacy-delta"
                        + " 1.0E-5 between 0 and 1");
    }

    /** Of 100 steps that draw two of four. */
    private static double epsilon(double noise) {
        return RenyiBudget.NONE
                .plus(new SubsampledGaussian(0.5, noise), 100)
                .epsilon(DELTA)
                .value();
    }

    private static DiscriminatorPrivacy privacy(int expected, Map<String, List<String>> patients) {
        return new DiscriminatorPrivacy(4, DELTA, expected, 1, patients);
    }

    private List<String> ids(int pair) {
        return masks.idsOfPairs().get(pair);
    }
}
