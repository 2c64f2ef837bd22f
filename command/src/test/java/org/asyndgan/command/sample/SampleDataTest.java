package org.asyndgan.command.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.asyndgan.imaging.folder.DatasetFolder;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.folder.Split;
import org.asyndgan.imaging.inspect.DatasetSummary;
import org.asyndgan.nn.random.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SampleDataTest {

    private static final int SIDE = 48;

    @TempDir
    private Path root;

    @Test
    void isReadAsThreeSitesInColourWithPairsToTrainAndToTestOn() {
        SampleData.drawVessels(root, SIDE, 1);

        DatasetFolder folder = DatasetFolder.open(root);
        DatasetSummary summary = DatasetSummary.of(folder);

        assertThat(folder.sites()).extracting(SiteFolder::name).containsExactly("fluorescent", "fundus", "stained");
        assertThat(summary.pairs(Split.TRAIN)).isEqualTo(40);
        assertThat(summary.pairs(Split.TEST)).isEqualTo(24);
        assertThat(summary.channels()).isEqualTo(3);
        assertThat(summary.classes().values()).isEqualTo(List.of(0, 255));
    }

    @Test
    void isDrawnAlikeFromTheSameSeed() throws IOException {
        Path again = root.resolve("again");
        Path first = root.resolve("first");
        Path other = root.resolve("other");
        SampleData.drawVessels(first, SIDE, 1);
        SampleData.drawVessels(again, SIDE, 1);
        SampleData.drawVessels(other, SIDE, 2);

        String file = "fundus/images/0003.png";
        assertThat(Files.readAllBytes(again.resolve(file))).isEqualTo(Files.readAllBytes(first.resolve(file)));
        assertThat(Files.readAllBytes(other.resolve(file))).isNotEqualTo(Files.readAllBytes(first.resolve(file)));
    }

    @ParameterizedTest
    @EnumSource(Vessels.Scanner.class)
    void showsVesselsThatAreThinAndTellApart(Vessels.Scanner scanner) {
        int plane = SIDE * SIDE;
        long covered = 0;
        double difference = 0;
        int images = 20;
        for (int number = 0; number < images; number++) {
            Vessels drawn = new Vessels(scanner, SIDE, new Seed(number));
            int[] labels = drawn.labels();
            int[] image = drawn.image();
            assertThat(Arrays.stream(image).min().orElseThrow()).isGreaterThanOrEqualTo(0);
            assertThat(Arrays.stream(image).max().orElseThrow()).isLessThanOrEqualTo(65535);
            double inside = 0;
            double outside = 0;
            int pixels = 0;
            for (int p = 0; p < plane; p++) {
                boolean isVessel = labels[p] > 0;
                pixels += isVessel ? 1 : 0;
                inside += isVessel ? image[plane + p] : 0;
                outside += isVessel ? 0 : image[plane + p];
            }
            covered += pixels;
            difference += pixels == 0 ? 0 : Math.abs(inside / pixels - outside / (plane - pixels)) / 65535;
        }
        assertThat((double) covered / plane / images).as("share of vessels").isBetween(0.05, 0.4);
        assertThat(difference / images).as("difference in the green channel").isGreaterThan(0.1);
    }
}
