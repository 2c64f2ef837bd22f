package org.asyndgan.imaging.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.asyndgan.imaging.folder.DatasetFolder;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.inspect.DatasetSummary;
import org.asyndgan.imaging.label.ClassTable;
import org.junit.jupiter.api.Test;

/** Reads the images that ship with the repository. */
public class SamplesTest {

    public static final Path SAMPLES = Path.of("..", "samples", "nuclei");

    @Test
    void holdThreeSitesOfGreyNuclei() {
        DatasetSummary summary = DatasetSummary.of(DatasetFolder.open(SAMPLES));

        assertThat(summary.sites())
                .extracting(DatasetSummary.Site::name)
                .containsExactly("fluor_256", "fluor_360", "fluor_696x520");
        assertThat(summary.sites()).extracting(DatasetSummary.Site::train).containsExactly(48, 20, 28);
        assertThat(summary.sites()).extracting(DatasetSummary.Site::test).containsExactly(14, 9, 10);
        assertThat(summary.classes().values()).isEqualTo(List.of(0, 255));
        assertThat(summary.channels()).isEqualTo(1);
    }

    @Test
    void loadThroughTheSharedManifestFromASitesOwnFolder() {
        SiteFolder folder = SiteFolder.open(SAMPLES.resolve("fluor_360"));
        SiteDataset site = SiteDataset.load(folder, new ClassTable(List.of(0, 255)), DatasetSettings.cropped(64, 128));

        assertThat(site.trainSize()).isEqualTo(20);
        assertThat(site.testSize()).isEqualTo(9);
        // 128 x 128 pixels take 2 x 2 windows each.
        assertThat(site.testPairs()).hasSize(36);
        assertThat(site.pair(0, 1).image().shape()).containsExactly(1, 64, 64);
    }
}
