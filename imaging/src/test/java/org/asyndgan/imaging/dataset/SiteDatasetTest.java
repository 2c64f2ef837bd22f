package org.asyndgan.imaging.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.asyndgan.imaging.folder.DatasetException;
import org.asyndgan.imaging.folder.PairFile;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.folder.Split;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteDatasetTest {

    static final ClassTable TABLE = new ClassTable(List.of(0, 255));
    static final DatasetSettings PLAIN =
            new DatasetSettings(8, Fit.CROP, 0, 1, IntensityScaling.NONE, Augmentation.NONE);

    @TempDir
    Path root;

    /** 3 · 30,000 · 30,000 is 2.7 thousand million, above the 2,147,483,647 that an array holds. */
    @Test
    void refusesAnImageOfMoreSamplesThanCanBeHeld() {
        PairFile file = new PairFile("0", root.resolve("0.png"), root.resolve("0.png"), Split.TRAIN, Map.of());

        assertThat(WorkingPair.samples(file, 1, 30_000, 30_000)).isEqualTo(900_000_000);
        assertThatThrownBy(() -> WorkingPair.samples(file, 3, 30_000, 30_000))
                .isInstanceOf(DatasetException.class)
                .hasMessage(
                        "Image " + root.resolve("0.png") + " is 30000 x 30000 pixels, more in 3 channels than can be"
                                + " held at once. Cut it into smaller images, or set fit to resize. (ADG-206)");
    }

    @Nested
    class OfEightByTwelvePixels {

        // Image: column number times 20, so a window shows where it lies; label: 255 in column 5.
        @BeforeEach
        void writeFivePairs() {
            int[] image = new int[96];
            int[] label = new int[96];
            Arrays.setAll(image, p -> p % 12 * 20);
            Arrays.setAll(label, p -> p % 12 == 5 ? 255 : 0);
            for (int i = 0; i < 5; i++) {
                TestImages.grey(root.resolve("images/" + i + ".png"), 12, image);
                TestImages.grey(root.resolve("labels/" + i + ".png"), 12, label);
            }
        }

        @Test
        void drawsImageAndLabelsFromOneWindow() {
            SiteDataset site = load(PLAIN);

            for (long seed = 0; seed < 20; seed++) {
                TrainingPair pair = site.pair(0, seed);
                for (int p = 0; p < 64; p++) {
                    // Column 5 holds 100, which is 100 / 127.5 - 1.
                    boolean isColumn5 = Math.abs(pair.image().at(p) - (100 / 127.5 - 1)) < 1e-4;
                    assertThat(pair.labels().at(p) == 1)
                            .as("seed %d, pixel %d", seed, p)
                            .isEqualTo(isColumn5);
                }
            }
        }

        @Test
        void drawsTheSamePairForTheSameSeed() {
            assertThat(load(PLAIN).pair(2, 7)).isEqualTo(load(PLAIN).pair(2, 7));
        }

        @Test
        void keepsValidationPairsApartFromThoseToTrainAndToScoreOn() throws IOException {
            Files.writeString(
                    root.resolve("manifest.csv"),
                    "file,split\n0.png,train\n1.png,Validation\n2.png,val\n3.png,test\n4.png,train\n");

            SiteDataset site = load(PLAIN);

            assertThat(site.trainSize()).isEqualTo(2);
            assertThat(site.testSize()).isEqualTo(1);
            // Two windows of 8 x 8 cover an image of 8 x 12.
            assertThat(site.validationPairs()).hasSize(4);
            assertThat(SiteDataset.pooled("both", List.of(site, site)).validationPairs())
                    .hasSize(8);
        }

        @Test
        void givesTheMaskOfAPairAlone() {
            SiteDataset site = load(PLAIN.with(Augmentation.DIHEDRAL));

            for (long seed = 0; seed < 20; seed++) {
                assertThat(site.mask(1, seed)).isEqualTo(site.pair(1, seed).labels());
            }
        }

        @Test
        void drawsEveryWindowAndEverySymmetry() {
            SiteDataset site = load(PLAIN.with(Augmentation.DIHEDRAL));
            Set<FloatTensor> seen = new HashSet<>();
            for (long seed = 0; seed < 500; seed++) {
                seen.add(site.pair(0, seed).image());
            }

            // 5 windows along the longer side; all rows are equal, so that of 8 symmetries 4 can be told.
            assertThat(seen).hasSize(20);
        }

        @Test
        void testsOnTheFewestWindowsThatCoverAnImage() {
            List<TrainingPair> pairs = load(PLAIN).testPairs();

            // 12 columns take two windows of 8, at 0 and 4: the first begins with 0, the second with 80.
            assertThat(pairs).extracting(SiteDatasetTest::firstSample).containsExactly(0L, 80L);
        }

        @Test
        void scalesTheShorterSideAndTestsOnTheMiddleWithResize() {
            TestImages.grey(root.resolve("images/9.png"), 24, new int[24 * 16]);
            TestImages.grey(root.resolve("labels/9.png"), 24, new int[24 * 16]);
            DatasetSettings resized =
                    new DatasetSettings(8, Fit.RESIZE, 0, 1, IntensityScaling.NONE, Augmentation.NONE);

            SiteDataset site = load(resized);

            // The test pair is 4.png, already of the right height: columns 2 to 9.
            assertThat(site.testPairs()).hasSize(1);
            assertThat(firstSample(site.testPairs().get(0))).isEqualTo(40);
            assertThat(site.pair(4, 0).image().shape()).containsExactly(1, 8, 8);
        }

        @Test
        void repeatsGreyInThreeChannelsWhereTheRunIsInColour() {
            SiteDataset site = load(PLAIN.withChannels(3));

            FloatTensor image = site.pair(0, 0).image();
            assertThat(image.shape()).containsExactly(3, 8, 8);
            assertThat(image.rows(0, 1)).isEqualTo(image.rows(2, 3));
        }

        @Test
        void printsCountsOnly() {
            assertThat(load(PLAIN)).hasToString("site " + root.getFileName() + ": 4 training and 1 test pairs");
        }

        @Test
        void decidesTheChannelsFromItsImages() {
            assertThat(load(PLAIN.withChannels(DatasetSettings.AUTO_CHANNELS))
                            .settings()
                            .channels())
                    .isEqualTo(1);
        }
    }

    @Nested
    class Refuses {

        @Test
        void anUnknownLabelValue() {
            int[] label = new int[64];
            label[3] = 128;
            TestImages.grey(root.resolve("images/a.png"), 8, new int[64]);
            TestImages.grey(root.resolve("labels/a.png"), 8, label);

            refused(
                    () -> load(PLAIN),
                    "Label " + root.resolve("labels/a.png") + " holds the value 128, which is not among the run's label"
                            + " values 0, 255. Every value is a class: use the same values at every site, or start the"
                            + " run with a table that has them all. (ADG-207)");
        }

        @Test
        void anImageAndLabelOfDifferentSizes() {
            TestImages.grey(root.resolve("images/a.png"), 8, new int[64]);
            TestImages.grey(root.resolve("labels/a.png"), 8, new int[72]);

            refused(
                    () -> load(PLAIN),
                    "Image " + root.resolve("images/a.png") + " is 8 x 8 pixels, but its label "
                            + root.resolve("labels/a.png")
                            + " is 8 x 9. Both show the same pixels; export them again at one size. (ADG-205)");
        }

        @Test
        void anImageSmallerThanTheWindow() {
            TestImages.site(root, 1);
            DatasetSettings wide = new DatasetSettings(16, Fit.CROP, 0, 1, IntensityScaling.NONE, Augmentation.NONE);

            refused(
                    () -> load(wide),
                    "Image " + root.resolve("images/00.png") + " is 8 x 8 pixels and holds no window of 16 x 16. Lower"
                            + " the image size, or set fit to resize. (ADG-209)");
        }

        @Test
        void colourWhereTheRunIsGrey() {
            int[] colour = new int[192];
            colour[0] = 9;
            TestImages.rgb(root.resolve("images/a.png"), 8, colour);
            TestImages.grey(root.resolve("labels/a.png"), 8, new int[64]);

            refused(
                    () -> load(PLAIN),
                    "Image " + root.resolve("images/a.png") + " is in colour, but the run's images have 1 channel. Set"
                            + " channels to 3 at every site, or convert the image to grey. (ADG-210)");
        }

        @Test
        void anUnreadableImage() {
            TestImages.site(root, 1);
            TestImages.text(root.resolve("images/00.png"), "gone");

            refused(
                    () -> load(PLAIN),
                    "File " + root.resolve("images/00.png")
                            + " cannot be read: it is no PNG, TIFF or JPEG. Save it again"
                            + " as PNG, TIFF or JPEG with 8 or 16 bits a sample. (ADG-206)");
        }

        private void refused(ThrowingCallable call, String message) {
            assertThatThrownBy(call).isInstanceOf(DatasetException.class).hasMessage(message);
        }
    }

    @Test
    void keepsThinMarksOfALabelWhenItShrinks() {
        int[] label = new int[32 * 32];
        // Two pixels of 16 that a pixel of the result covers: an eighth, under a quarter: a speck.
        label[0] = 255;
        label[1] = 255;
        // Four of 16: kept.
        for (int p : new int[] {20 * 32 + 20, 20 * 32 + 21, 21 * 32 + 20, 21 * 32 + 21}) {
            label[p] = 255;
        }
        TestImages.grey(root.resolve("images/a.png"), 32, new int[1024]);
        TestImages.grey(root.resolve("labels/a.png"), 32, label);

        LabelMap mask = load(new DatasetSettings(8, Fit.RESIZE, 0, 1, IntensityScaling.NONE, Augmentation.NONE))
                .mask(0, 0);

        assertThat(mask.histogram()).containsExactly(63, 1);
        assertThat(mask.at(5 * 8 + 5)).isEqualTo(1);
    }

    private static long firstSample(TrainingPair pair) {
        return Math.round((pair.image().at(0) + 1) * 127.5);
    }

    @Test
    void knowsWhatItsPairsWillTakeOfTheHeap() {
        TestImages.site(root, 3);
        SiteFolder folder = SiteFolder.open(root);

        // Kept: 3 pairs of 64 pixels in 2 bytes and 1. While one is read: twice 64 samples, 8 bytes a pixel for its
        // label.
        assertThat(PairMemory.of(folder, PLAIN).loading()).isEqualTo(3 * 64 * 3 + 2 * 64 + 8 * 64);
        // Scaled to 16 pixels a side the kept ones are four times as large.
        DatasetSettings scaled = new DatasetSettings(16, Fit.RESIZE, 0, 1, IntensityScaling.NONE, Augmentation.NONE);
        assertThat(PairMemory.of(folder, scaled).loading()).isEqualTo(3 * 256 * 3 + 2 * 64 + 8 * 64);
    }

    private SiteDataset load(DatasetSettings settings) {
        return SiteDataset.load(SiteFolder.open(root), TABLE, settings);
    }
}
