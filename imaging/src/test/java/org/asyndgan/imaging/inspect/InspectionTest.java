package org.asyndgan.imaging.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.asyndgan.imaging.dataset.SamplesTest;
import org.asyndgan.imaging.dataset.TestImages;
import org.asyndgan.imaging.folder.DatasetException;
import org.asyndgan.imaging.folder.Doubt;
import org.asyndgan.imaging.folder.LabelMapping;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {

    @TempDir
    private Path root;

    @Test
    void saysWhatTheSamplesAre() {
        Inspection inspection = Inspection.of(SamplesTest.SAMPLES, LabelMapping.NONE);

        assertThat(inspection.isUsable()).isTrue();
        assertThat(inspection.lines().get(0))
                .isEqualTo(SamplesTest.SAMPLES + ": 3 sites, 96 training and 33 test pairs, grey, label values 0, 255");
        assertThat(inspection.lines().get(2))
                .isEqualTo(
                        "  fluor_360: 20 train, 9 test; 360 x 360 px; 8 bits, 1 to 107; labels [0, 255], 27.9 % of the"
                                + " pixels above 0");
        assertThat(inspection.all()).last().isEqualTo("Nothing looks wrong.");
    }

    @Test
    void saysWhatLooksWrong() throws IOException {
        TestImages.site(root.resolve("mercy"), 3);
        Files.writeString(
                root.resolve("manifest.csv"),
                "file,site,patient,split\n00.png,mercy,p1,train\n01.png,mercy,p1,test\n02.png,mercy,p2,train\n");

        assertThat(Inspection.of(root, LabelMapping.NONE).all())
                .contains(
                        "Site mercy: 1 patients have test pairs and others; a test would reward remembering them.",
                        "Site mercy has 2 training pairs, few for a discriminator; use windows (fit crop, several views"
                                + " a pair).");
    }

    @Test
    void saysWhyAFolderCannotBeUsed() {
        Inspection inspection = Inspection.of(root, LabelMapping.NONE);

        assertThat(inspection.isUsable()).isFalse();
        assertThat(inspection.all())
                .containsExactly("Folder " + root + " holds no site. Each site is a folder with the folders images and"
                        + " labels in it. (ADG-202)");
    }

    @Nested
    class TellsADoubtThatMustBeAccepted {

        @Test
        void ofAPatientWhoTrainsAndTestsAtOneSite() throws IOException {
            TestImages.site(root.resolve("mercy"), 3);
            manifest("00.png,mercy,p1,train", "01.png,mercy,p1,test", "02.png,mercy,p2,train");

            assertThat(serious())
                    .containsExactly(
                            "Site mercy: 1 patients have test pairs and others; a test would reward remembering"
                                    + " them.");
        }

        @Test
        void ofAPatientWhoTrainsAtOneSiteAndTestsAtAnother() throws IOException {
            // The images of st-mary are told from those of mercy by one grey.
            TestImages.site(root.resolve("mercy"), 1);
            sharpSite("st-mary", 90, 255);
            manifest("00.png,mercy,p1,train", "00.png,st-mary,p1,test");

            assertThat(serious())
                    .containsExactly("1 patients have test pairs at one site and others at another; a test would reward"
                            + " remembering them. If they are other people, give them names of their own.");
        }

        @Test
        void ofOneImageInTrainingAndTest() {
            // Five pairs: the fifth tests.
            TestImages.site(root.resolve("mercy"), 4);
            TestImages.grey(root.resolve("mercy/images/04.png"), 8, image(2));
            TestImages.grey(root.resolve("mercy/labels/04.png"), 8, marked(255));

            assertThat(serious())
                    .containsExactly("1 images are pixel for pixel the same in training and test; a test would reward"
                            + " remembering them. Remove one of each two.");
        }

        @Test
        void andNamesTheImagesThatAreThereTwice() {
            TestImages.site(root.resolve("mercy"), 4);
            TestImages.grey(root.resolve("mercy/images/04.png"), 8, image(2));
            TestImages.grey(root.resolve("mercy/labels/04.png"), 8, marked(255));

            assertThat(inspection().lines()).contains("  The same picture twice: mercy/02 and mercy/04");
        }

        @Test
        void ofSitesThatWriteOneClassInTwoWays() {
            sharpSite("mercy", 10, 255);
            sharpSite("st-mary", 90, 1);

            assertThat(serious())
                    .containsExactly(
                            "Sites mercy and st-mary have no label value above 0 in common ([0, 255] and [0, 1])."
                                    + " If they mean the same classes, say so with --label-map, such as st-mary:1=255.");
        }

        @Test
        void ofOneSiteThatWritesOneClassInTwoWays() {
            TestImages.site(root.resolve("mercy"), 1);
            TestImages.grey(root.resolve("mercy/images/01.png"), 8, image(70));
            TestImages.grey(root.resolve("mercy/labels/01.png"), 8, marked(1));

            assertThat(serious())
                    .containsExactly("Site mercy writes its marks as 1 in some labels and as 255 in others; if they are"
                            + " one class, say so with --label-map 255=1.");
        }

        @Test
        void ofASiteWhoseImagesAreAllOfOneValue() {
            for (String name : List.of("a", "b")) {
                TestImages.grey(root.resolve("mercy/images/" + name + ".png"), 8, new int[64]);
                TestImages.grey(root.resolve("mercy/labels/" + name + ".png"), 8, marked(255));
            }

            assertThat(serious())
                    .containsExactly("Site mercy: every image has one value throughout. Export the images again.");
        }

        @Test
        void ofLabelsWithoutBackground() {
            int[] label = new int[64];
            Arrays.fill(label, 1);
            label[9] = 2;
            TestImages.grey(root.resolve("mercy/images/a.png"), 8, image(3));
            TestImages.grey(root.resolve("mercy/labels/a.png"), 8, label);

            assertThat(serious())
                    .containsExactly("Site mercy: no label holds 0, which is the background; say with --label-map which"
                            + " value is, such as 1=0.");
        }

        @Test
        void ofASiteThatMarksNothing() {
            sharpSite("mercy", 10, 255);
            sharpSite("st-mary", 90, 0);

            assertThat(serious())
                    .containsExactly(
                            "Site st-mary: no label marks anything, so that its discriminator sees empty masks.");
        }

        @Test
        void ofLabelsWithSoftEdges() {
            // A step from 0 to 200 drawn over four columns, as scaling draws it.
            int[] label = new int[64];
            for (int p = 0; p < 64; p++) {
                label[p] = new int[] {0, 0, 40, 80, 120, 160, 200, 200}[p % 8];
            }
            TestImages.grey(root.resolve("mercy/images/a.png"), 8, image(3));
            TestImages.grey(root.resolve("mercy/labels/a.png"), 8, label);

            assertThat(serious())
                    .containsExactly(
                            "Site mercy: the label values 40, 80, 120, 160 lie only between others, as the soft"
                                    + " edges of a scaled mask do. Export the labels again without smoothing, or map them with"
                                    + " --label-map, such as 1-127=0,128-255=255.");
        }

        @Test
        void ofLabelsThatNumberObjects() {
            objects("a", 9);
            objects("b", 12);

            assertThat(serious())
                    .containsExactly("Site mercy: the 13 label values look like numbers of single objects, not like"
                            + " classes; make them one class with --label-map 1-65535=1.");
        }

        /** Squares of two pixels a side, numbered from 1. */
        private void objects(String name, int count) {
            int[] label = new int[32 * 32];
            for (int object = 0; object < count; object++) {
                int corner = object / 8 * 4 * 32 + object % 8 * 4;
                for (int p : new int[] {0, 1, 32, 33}) {
                    label[corner + p] = object + 1;
                }
            }
            int[] image = new int[32 * 32];
            image[0] = count;
            TestImages.grey(root.resolve("mercy/images/" + name + ".png"), 32, image);
            TestImages.grey(root.resolve("mercy/labels/" + name + ".png"), 32, label);
        }

        private List<String> serious() {
            return inspection().seriousDoubts().stream().map(Doubt::text).toList();
        }
    }

    @Test
    void doesNotTakeTwoRingsOfClassesForSoftEdges() {
        int[] label = new int[64];
        for (int p = 0; p < 64; p++) {
            label[p] = new int[] {0, 0, 1, 2, 3, 3, 3, 3}[p % 8];
        }
        TestImages.grey(root.resolve("mercy/images/a.png"), 8, image(3));
        TestImages.grey(root.resolve("mercy/labels/a.png"), 8, label);

        assertThat(inspection().seriousDoubts()).isEmpty();
    }

    @Test
    void countsWhatIsLeftAsideByReason() throws IOException {
        TestImages.site(root.resolve("mercy"), 1);
        Path images = root.resolve("mercy/images");
        Files.createFile(images.resolve(".DS_Store"));
        Files.createFile(images.resolve("Thumbs.db"));
        Files.createFile(images.resolve("scan.bmp"));
        Files.createDirectory(images.resolve("p1"));
        Files.createSymbolicLink(images.resolve("02.png"), Path.of("../.git/annex/objects/gone"));
        Files.createFile(root.resolve("mercy/notes.txt"));
        Files.createDirectory(root.resolve("results"));

        assertThat(inspection().all())
                .contains(
                        "    left aside: 2 hidden, 1 links to nowhere, 1 folders inside images and labels, 1 of other"
                                + " types (.bmp 1), 1 beside images and labels",
                        "  No sites of this data set: results",
                        "Site mercy: 1 images and labels are links to nowhere and are left aside; fetch their content"
                                + " first, such as with git annex get or dvc pull.",
                        "Site mercy: 1 files are of types that are not read (.bmp 1) and are left aside; convert images"
                                + " to PNG or TIFF.",
                        "Site mercy: 1 folders inside images and labels are not looked into; move their files up, with"
                                + " names of their own.");
    }

    @Test
    void namesTheColumnsOfTheManifestThatMeanNothing() throws IOException {
        TestImages.site(root.resolve("mercy"), 2);
        Files.writeString(root.resolve("manifest.csv"), "file,site,x,patient_id\n00.png,mercy,,p1\n01.png,mercy,,p1\n");

        assertThat(inspection().all())
                .contains("  Columns of the manifest without meaning here: x")
                .anyMatch(line -> line.contains("(1 and 0 patients)"));
    }

    @Test
    void refusesSeriousDoubtsThatNobodyAccepted() {
        sharpSite("mercy", 10, 255);
        sharpSite("st-mary", 90, 1);

        assertThatThrownBy(() -> inspection().requireAccepted(false, "--accept-doubts"))
                .isInstanceOf(DatasetException.class)
                .hasMessage("The data set can be used, but a score would mean little: Sites mercy and st-mary have no"
                        + " label value above 0 in common ([0, 255] and [0, 1]). If they mean the same classes, say so"
                        + " with --label-map, such as st-mary:1=255. Mend that, or go on all the same with"
                        + " --accept-doubts. (ADG-220)");
        assertThatCode(() -> inspection().requireAccepted(true, "--accept-doubts"))
                .doesNotThrowAnyException();
    }

    private Inspection inspection() {
        return Inspection.of(root, LabelMapping.NONE);
    }

    private void manifest(String... lines) throws IOException {
        Files.writeString(root.resolve("manifest.csv"), "file,site,patient,split\n" + String.join("\n", lines) + "\n");
    }

    /** A site of one pair; its image is one grey with a mark, its label has one pixel of a value. */
    private void sharpSite(String name, int grey, int value) {
        TestImages.grey(root.resolve(name + "/images/00.png"), 8, image(grey));
        TestImages.grey(root.resolve(name + "/labels/00.png"), 8, marked(value));
    }

    private static int[] image(int grey) {
        int[] image = new int[64];
        Arrays.fill(image, grey);
        image[9] = 200;
        return image;
    }

    private static int[] marked(int value) {
        int[] label = new int[64];
        label[9] = value;
        return label;
    }
}
