package org.asyndgan.segmentation.worker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.Fit;
import org.asyndgan.imaging.dataset.IntensityScaling;
import org.asyndgan.imaging.folder.LabelMapping;
import org.asyndgan.worker.setting.SettingsException;
import org.junit.jupiter.api.Test;

class HeldOutSiteTest {

    private static final Path SAMPLES = Path.of("../samples/nuclei");
    private static final LabelMapping AS_THEY_ARE = LabelMapping.parse(List.of());

    /** Scores go by name: of two the last would stand for both. */
    @Test
    void hasANameOfItsOwn() {
        String one = SAMPLES.resolve("fluor_256").toString();
        List<String> folders = List.of(one, SAMPLES.toString());
        DatasetSettings images = new DatasetSettings(32, Fit.RESIZE, 0, 1, IntensityScaling.NONE, Augmentation.NONE);

        assertThatThrownBy(() ->
                        HeldOutSite.load(folders, AS_THEY_ARE, HeldOutSite.classesIn(folders, AS_THEY_ARE), images))
                .isInstanceOf(SettingsException.class)
                .hasMessage("Setting asyndgan.segmenter.test-folders names two sites fluor_256, in " + one + " and in "
                        + SAMPLES + ", and only one of them would have its score; name each once, and give folders of"
                        + " other sites other names. (ADG-503)");
    }
}
