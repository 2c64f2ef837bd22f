package org.asyndgan.imaging.dataset;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DatasetSettingsTest {

    @Test
    void refusesATinyImage() {
        assertThatThrownBy(() -> DatasetSettings.resized(4))
                .hasMessage("An image size of 4 pixels is too small for the networks; set it to 8 or more");
    }

    @Test
    void refusesAWindowLargerThanTheScaledImage() {
        assertThatThrownBy(() -> DatasetSettings.cropped(64, 32))
                .hasMessage("Images scaled to a load size of 32 pixels hold no window of the image size, 64; set the"
                        + " load size to 64 or more, or to 0 for the files' own resolution");
    }

    @Test
    void refusesALoadSizeThatWouldBeIgnored() {
        assertThatThrownBy(() -> new DatasetSettings(64, Fit.RESIZE, 96, 1, IntensityScaling.NONE, Augmentation.NONE))
                .hasMessage("A load size of 96 has no meaning with fit resize, which scales to the image size; set fit"
                        + " to crop");
    }

    @Test
    void refusesTwoChannels() {
        assertThatThrownBy(() -> DatasetSettings.resized(64).withChannels(2))
                .hasMessage("Images have 1 or 3 channels, not 2; set 1, 3, or 0 to let the images decide");
    }
}
