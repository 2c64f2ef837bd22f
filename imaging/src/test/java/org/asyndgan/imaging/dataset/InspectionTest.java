package org.asyndgan.imaging.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {

    @TempDir
    private Path root;

    @Test
    void saysWhatTheSamplesAre() {
        Inspection inspection = Inspection.of(SamplesTest.SAMPLES);

        assertThat(inspection.isUsable()).isTrue();
        assertThat(inspection.lines().get(0))
                .isEqualTo(SamplesTest.SAMPLES + ": 3 sites, 96 training and 33 test pairs, grey, label values 0, 255");
        assertThat(inspection.lines().get(2))
                .isEqualTo(
                        "  fluor_360: 20 train, 9 test; 360 x 360 px; 8 bits, 1 to 107; labels [0, 255], 27.9 % of the"
                                + " pixels above 0");
        assertThat(inspection.lines()).last().isEqualTo("Nothing looks wrong.");
    }

    @Test
    void saysWhatLooksWrong() throws IOException {
        TestImages.site(root.resolve("mercy"), 3);
        Files.writeString(
                root.resolve("manifest.csv"),
                "file,site,patient,split\n00.png,mercy,p1,train\n01.png,mercy,p1,test\n02.png,mercy,p2,train\n");

        assertThat(Inspection.of(root).lines())
                .contains(
                        "Site mercy: 1 patients have test pairs and others; a test would reward remembering them.",
                        "Site mercy has 2 training pairs, few for a discriminator; use windows (fit crop, several views"
                                + " a pair).");
    }

    @Test
    void saysWhyAFolderCannotBeUsed() {
        Inspection inspection = Inspection.of(root);

        assertThat(inspection.isUsable()).isFalse();
        assertThat(inspection.lines())
                .containsExactly("Folder " + root + " holds no site. Each site is a folder with the folders images and"
                        + " labels in it. (ADG-202)");
    }
}
