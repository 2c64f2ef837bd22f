package org.asyndgan.imaging.folder;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.asyndgan.imaging.dataset.TestImages;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetFolderTest {

    @TempDir
    Path root;

    @Test
    void findsTheSitesInTheOrderOfNames() throws IOException {
        TestImages.site(root.resolve("st-mary"), 2);
        TestImages.site(root.resolve("mercy"), 3);
        Files.createDirectories(root.resolve("notes"));

        assertThat(DatasetFolder.open(root).sites())
                .extracting(SiteFolder::name)
                .containsExactly("mercy", "st-mary");
    }

    @Test
    void takesAFolderWithImagesAndLabelsForOneSite() {
        TestImages.site(root.resolve("mercy"), 3);

        DatasetFolder folder = DatasetFolder.open(root.resolve("mercy"));

        assertThat(folder.sites()).extracting(SiteFolder::name).containsExactly("mercy");
    }

    @Test
    void testsOnEveryFifthPairWithoutAManifest() {
        TestImages.site(root.resolve("mercy"), 11);

        assertThat(SiteFolder.open(root.resolve("mercy")).pairs(Split.TEST))
                .extracting(PairFile::name)
                .containsExactly("04", "09");
    }

    @Test
    void pairsByBaseNameWhateverTheExtensionAndLeavesOtherFilesAlone() {
        TestImages.grey(root.resolve("images/a.b.tif"), 8, new int[64]);
        TestImages.grey(root.resolve("labels/a.b.png"), 8, new int[64]);
        TestImages.text(root.resolve("images/Thumbs.db"), "x");
        TestImages.text(root.resolve("images/.a.png"), "x");

        PairFile pair = SiteFolder.open(root).pairs().get(0);

        assertThat(pair.name()).isEqualTo("a.b");
        assertThat(pair.label()).isEqualTo(root.resolve("labels/a.b.png"));
    }

    @Test
    void followsTheManifest() {
        TestImages.site(root.resolve("mercy"), 4);
        TestImages.site(root.resolve("st-mary"), 1);
        manifest(
                "patient,site,file,split",
                "p1,mercy,02.png,test_unseen",
                "\"p2, again\",mercy,00.png,Train",
                "p3,st-mary,00.png,train");

        DatasetFolder folder = DatasetFolder.open(root);

        SiteFolder mercy = folder.sites().get(0);
        assertThat(mercy.pairs()).extracting(PairFile::name).containsExactly("00", "02");
        assertThat(mercy.pairs()).extracting(PairFile::split).containsExactly(Split.TRAIN, Split.TEST);
        assertThat(mercy.pairs().get(0).metadata()).isEqualTo(Map.of("patient", "p2, again"));
    }

    @Test
    void holdsOutWholePatientsWhereNoSplitIsGiven() {
        TestImages.site(root.resolve("mercy"), 7);
        manifest(
                "file,site,patient",
                "00.png,mercy,p1",
                "01.png,mercy,p2",
                "02.png,mercy,p3",
                "03.png,mercy,p4",
                "04.png,mercy,p4",
                "05.png,mercy,p5",
                "06.png,mercy,p5");

        assertThat(DatasetFolder.open(root).sites().get(0).pairs(Split.TEST))
                .extracting(PairFile::name)
                .containsExactly("05", "06");
    }

    @Test
    void findsItsRowsInTheManifestAboveASite() {
        TestImages.site(root.resolve("mercy"), 2);
        manifest("file,site,split", "01.png,mercy,test");

        assertThat(SiteFolder.open(root.resolve("mercy")).pairs(Split.TEST))
                .extracting(PairFile::name)
                .containsExactly("01");
    }

    @Test
    void knowsSitesThatOnlyLendTestPairs() {
        TestImages.site(root.resolve("mercy"), 1);
        TestImages.site(root.resolve("st-mary"), 1);
        manifest("file,site,split", "00.png,mercy,train", "00.png,st-mary,test");

        assertThat(DatasetFolder.open(root).trainingSites())
                .extracting(SiteFolder::name)
                .containsExactly("mercy");
    }

    @Test
    void letsPatientsThatTrainStandInForTheTestWhileSettingsAreChosen() {
        TestImages.site(root.resolve("mercy"), 7);
        TestImages.site(root.resolve("st-mary"), 1);
        manifest(
                "file,site,patient,split",
                "00.png,mercy,p1,train",
                "01.png,mercy,p2,test",
                "02.png,mercy,p3,train",
                "03.png,mercy,p4,train",
                "04.png,mercy,p4,train",
                "05.png,mercy,p5,val",
                "06.png,mercy,p6,train",
                "00.png,st-mary,p7,test");

        DatasetFolder folder = DatasetFolder.open(root).forTuning();

        SiteFolder mercy = folder.sites().get(0);
        assertThat(folder.sites()).containsExactly(mercy);
        assertThat(mercy.patients(Split.TRAIN)).containsExactly("p1", "p3", "p6");
        assertThat(mercy.patients(Split.VALIDATION)).containsExactly("p5");
        assertThat(mercy.pairs(Split.TEST)).extracting(PairFile::name).containsExactly("03", "04");
    }

    @Test
    void letsEveryFifthPairStandInWhereNoPatientsAreNamed() {
        TestImages.site(root.resolve("mercy"), 10);

        assertThat(SiteFolder.open(root.resolve("mercy")).forTuning().pairs(Split.TEST))
                .extracting(PairFile::name)
                .containsExactly("02", "08");
    }

    @Test
    void pairsNamesThatDifferInTheirUnicodeFormAlone() {
        int[] pixels = new int[64];
        TestImages.grey(root.resolve("images").resolve("gr\u00f6\u00dfe.png"), 8, pixels);
        TestImages.grey(root.resolve("labels").resolve("gro\u0308\u00dfe.png"), 8, pixels);

        assertThat(SiteFolder.open(root).pairs()).extracting(PairFile::name).containsExactly("gr\u00f6\u00dfe");
    }

    @Test
    void findsAnImageThatTheManifestNamesInAnotherUnicodeForm() {
        int[] pixels = new int[64];
        TestImages.grey(root.resolve("mercy/images").resolve("gr\u00f6\u00dfe.png"), 8, pixels);
        TestImages.grey(root.resolve("mercy/labels").resolve("gr\u00f6\u00dfe.png"), 8, pixels);
        manifest("file,site", "gro\u0308\u00dfe.png,mercy");

        assertThat(DatasetFolder.open(root).sites().get(0).pairs()).hasSize(1);
    }

    @Test
    void dealsOutThePatientsOfASiteThatIsDivided() throws IOException {
        TestImages.site(root.resolve("mercy"), 7);
        TestImages.site(root.resolve("north"), 3);
        manifest(
                "file,site,patient,split",
                "00.png,mercy,p1,train",
                "01.png,mercy,p2,train",
                "02.png,mercy,p1,train",
                "03.png,mercy,p3,train",
                "04.png,mercy,p4,test",
                "05.png,mercy,p2,train",
                "06.png,mercy,p5,validation",
                "00.png,north,q1,train",
                "01.png,north,q1,train",
                "02.png,north,q2,test");
        DatasetFolder folder = DatasetFolder.open(root);

        DatasetFolder divided = folder.divided(List.of("mercy"), 2);

        assertThat(divided.sites())
                .extracting(SiteFolder::name)
                .containsExactly("mercy", "mercy-1", "mercy-2", "north");
        assertThat(divided.sites().get(0).pairs()).extracting(PairFile::name).containsExactly("04", "06");
        assertThat(divided.sites().get(1).pairs()).extracting(PairFile::name).containsExactly("00", "02", "03");
        assertThat(divided.sites().get(2).pairs()).extracting(PairFile::name).containsExactly("01", "05");
        assertThat(divided.trainingSites()).hasSize(3);
        assertThat(DatasetFolder.partNames(List.of("mercy"), 2)).containsExactly("mercy-1", "mercy-2");
        assertThat(folder.divided(List.of("mercy"), 1)).isEqualTo(folder);
        assertThatThrownBy(() -> folder.divided(List.of("north"), 2))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("Site north cannot be divided into 2 sites");
    }

    @ParameterizedTest
    @ValueSource(strings = {"patient_id", "subject", "case", "Patient"})
    void knowsPatientsByTheNamesThatPeopleGiveTheColumn(String column) {
        TestImages.site(root.resolve("mercy"), 2);
        manifest("file,site," + column, "00.png,mercy,p1", "01.png,mercy,p2");

        assertThat(DatasetFolder.open(root).sites().get(0).patients(Split.TRAIN))
                .containsExactly("p1", "p2");
    }

    @Test
    void testsOnTheFirstFoldWhereNoSplitIsGiven() {
        TestImages.site(root.resolve("mercy"), 4);
        manifest("file,site,fold", "00.png,mercy,2", "01.png,mercy,0", "02.png,mercy,10", "03.png,mercy,0");

        assertThat(DatasetFolder.open(root).sites().get(0).pairs(Split.TEST))
                .extracting(PairFile::name)
                .containsExactly("01", "03");
    }

    @Test
    void readsAManifestWithTheLineEndsOfWindows() {
        TestImages.site(root.resolve("mercy"), 1);
        manifest("file,site,split\r", "00.png,mercy,test\r");

        assertThat(DatasetFolder.open(root).sites().get(0).pairs(Split.TEST)).hasSize(1);
    }

    @Test
    void countsFilesThatTheManifestDoesNotName() {
        TestImages.site(root.resolve("mercy"), 3);
        manifest("file,site", "00.png,mercy");

        assertThat(DatasetFolder.open(root).sites().get(0).leftAside().words())
                .isEqualTo("4 not named in the manifest");
    }

    @Nested
    class Refuses {

        @Test
        void aMissingFolder() {
            refused(
                    () -> DatasetFolder.open(root.resolve("nowhere")),
                    "There is no folder " + root.resolve("nowhere") + ". Name a folder with images and labels in it, or"
                            + " one with several such folders, one a site. (ADG-201)");
        }

        @Test
        void aFolderWithoutSites() {
            refused(
                    () -> DatasetFolder.open(root),
                    "Folder " + root + " holds no site. Each site is a folder with the folders images and labels in it."
                            + " (ADG-202)");
        }

        @Test
        void aSiteWithoutImagesFolder() throws IOException {
            Files.createDirectories(root.resolve("mercy/labels"));

            refused(
                    () -> DatasetFolder.open(root),
                    "Folder " + root.resolve("mercy") + " has no folder images. A site's folder holds images/NAME.png"
                            + " and labels/NAME.png, paired by name; TIFF and JPEG serve as well. (ADG-202)");
        }

        @Test
        void anEmptySite() throws IOException {
            Files.createDirectories(root.resolve("mercy/labels"));
            Files.createDirectories(root.resolve("mercy/images"));

            refused(
                    () -> DatasetFolder.open(root),
                    "Folder " + root.resolve("mercy/images") + " holds no PNG, TIFF or JPEG file. A site needs images,"
                            + " each with its label. (ADG-203)");
        }

        @Test
        void aSiteTheManifestForgets() {
            TestImages.site(root.resolve("mercy"), 1);
            TestImages.text(root.resolve("mercy/manifest.csv"), "file,site", "00.png,st-mary");

            refused(
                    () -> SiteFolder.open(root.resolve("mercy")),
                    "Manifest " + root.resolve("mercy/manifest.csv") + " names no image of site mercy. Add its images,"
                            + " or take the manifest away to use all files. (ADG-203)");
        }

        @Test
        void anImageWithoutLabel() throws IOException {
            TestImages.site(root, 2);
            Files.delete(root.resolve("labels/01.png"));

            refused(
                    () -> SiteFolder.open(root),
                    "Image " + root.resolve("images/01.png") + " has no label: there is no 01 with an extension of PNG,"
                            + " TIFF or JPEG in " + root.resolve("labels")
                            + ". Add the label, or take the image away. (ADG-204)");
        }

        @Test
        void aLabelWithoutImage() throws IOException {
            TestImages.site(root, 2);
            Files.delete(root.resolve("images/01.png"));

            refused(
                    () -> SiteFolder.open(root),
                    "Label " + root.resolve("labels/01.png") + " has no image: there is no 01 with an extension of PNG,"
                            + " TIFF or JPEG in " + root.resolve("images")
                            + ". Add the image, or take the label away. (ADG-204)");
        }

        @Test
        void twoImagesOfOneName() {
            TestImages.site(root, 1);
            TestImages.grey(root.resolve("images/00.tif"), 8, new int[64]);

            refused(
                    () -> SiteFolder.open(root),
                    "Files " + root.resolve("images/00.png")
                            + " and 00.tif have the same base name, by which images and"
                            + " labels are paired. Rename one of them. (ADG-213)");
        }

        @Test
        void tooFewTestPairs() {
            TestImages.site(root.resolve("mercy"), 4);

            refused(
                    () -> SiteFolder.open(root.resolve("mercy")).require(Split.TEST, 1),
                    "Site mercy has 0 test pairs, but 1 or more are needed. Add images with labels, or mark more of"
                            + " them \"test\" in the manifest's column split; without that column every fifth pair is"
                            + " a test pair. (ADG-208)");
        }

        @Test
        void aManifestThatNamesAMissingFile() {
            TestImages.site(root.resolve("mercy"), 1);
            manifest("file,site", "00.png,mercy", "77.png,mercy");

            refused(
                    () -> DatasetFolder.open(root),
                    "Line 3 of manifest " + root.resolve("manifest.csv") + " names "
                            + root.resolve("mercy/images/77.png")
                            + ", which is no file. Add the image, or take the line away. (ADG-211)");
        }

        @Test
        void aManifestThatNamesAMissingSite() {
            TestImages.site(root.resolve("mercy"), 1);
            manifest("file,site", "00.png,mercy", "00.png,st-mary");

            refused(
                    () -> DatasetFolder.open(root),
                    "Manifest " + root.resolve("manifest.csv") + " names the site \"st-mary\", but " + root
                            + " has no folder of that name. Add the folder, or take the site's lines away. (ADG-211)");
        }

        @Test
        void aManifestThatWritesASiteInOtherLettersThanItsFolder() {
            TestImages.site(root.resolve("st-mary"), 1);
            manifest("file,site", "00.png,St-Mary");

            refused(
                    () -> DatasetFolder.open(root),
                    "Manifest " + root.resolve("manifest.csv") + " names the site \"St-Mary\", but " + root
                            + " has no folder of that name. Add the folder, or take the site's lines away. (ADG-211)");
        }

        @Test
        void aManifestWithTwoColumnsOfOneName() {
            TestImages.site(root.resolve("mercy"), 1);
            manifest("file,site,Patient,patient", "00.png,mercy,p1,p2");

            refused(
                    () -> DatasetFolder.open(root),
                    "Manifest " + root.resolve("manifest.csv") + " has the column patient twice, in letters of whatever"
                            + " size, so that it is not sure which one counts. Rename one of them. (ADG-212)");
        }

        @Test
        void theRootOfTheFileSystemAsASite() {
            Path everything = root.getRoot();

            refused(
                    () -> SiteFolder.open(everything),
                    "Folder " + everything
                            + " is the root of the file system, and no site's. Name the folder that holds the site's images"
                            + " and labels. (ADG-201)");
        }

        @Test
        void aFolderThatCannotBeListed() throws IOException {
            Path file = Files.writeString(root.resolve("images"), "A file where a folder should be");

            refused(
                    () -> SiteFolder.listing(file),
                    "Folder " + file
                            + " cannot be listed (Not a directory). Whoever runs this needs the right to read it."
                            + " (ADG-201)");
        }

        @Test
        void aManifestWithTwoImagesForOneLabel() {
            TestImages.site(root.resolve("mercy"), 1);
            TestImages.grey(root.resolve("mercy/images/p1/00.png"), 8, new int[64]);
            TestImages.grey(root.resolve("mercy/images/p2/00.png"), 8, new int[64]);
            manifest("file,site", "p2/00.png,mercy", "p1/00.png,mercy");

            refused(
                    () -> DatasetFolder.open(root),
                    "Lines 2 and 3 of manifest " + root.resolve("manifest.csv")
                            + " name two images that would have one label, " + root.resolve("mercy/labels/00.png")
                            + ". Give the images names of their own, and each its label. (ADG-213)");
        }

        @Test
        void aManifestThatNamesAnImageTwice() {
            TestImages.site(root.resolve("mercy"), 1);
            manifest("file,site", "00.png,mercy", "00.png,mercy");

            refused(
                    () -> DatasetFolder.open(root),
                    "Lines 2 and 3 of manifest " + root.resolve("manifest.csv")
                            + " both name image 00 of site mercy. Keep one of them. (ADG-213)");
        }

        @Test
        void aManifestWithoutColumnFile() {
            manifest("name;site", "00.png;mercy");

            refused(
                    () -> DatasetFolder.open(root),
                    "Manifest " + root.resolve("manifest.csv")
                            + " has no column file in its first line. It seems to be separated by semicolons: save it"
                            + " with commas. Its columns are file, site, split and patient, separated by commas."
                            + " (ADG-212)");
        }

        @Test
        void aManifestThatIsNotUtf8() throws IOException {
            Files.write(root.resolve("manifest.csv"), "file,site,patient\n00.png,mercy,Müller\n".getBytes(ISO_8859_1));

            refused(
                    () -> DatasetFolder.open(root),
                    "Manifest " + root.resolve("manifest.csv")
                            + " is not written in UTF-8. Save it as \"CSV UTF-8\", as"
                            + " spreadsheets call it, or convert it with iconv -f WINDOWS-1252 -t UTF-8. (ADG-212)");
        }

        @Test
        void aLineBreakInsideAField() {
            TestImages.site(root.resolve("mercy"), 1);
            manifest("file,site,patient", "00.png,mercy,\"two", "lines\"");

            refused(
                    () -> DatasetFolder.open(root),
                    "Line 2 of manifest " + root.resolve("manifest.csv") + " ends inside double quotes: a field may not"
                            + " have line breaks in it. Take them out of the field, or add the quote that is missing."
                            + " (ADG-212)");
        }

        @Test
        void aPathThatLeavesItsSite() {
            TestImages.site(root.resolve("mercy"), 1);
            TestImages.site(root.resolve("st-mary"), 1);
            manifest("file,site", "00.png,mercy", "../../mercy/images/00.png,st-mary");

            refused(
                    () -> DatasetFolder.open(root),
                    "Line 3 of manifest " + root.resolve("manifest.csv")
                            + " names ../../mercy/images/00.png, which lies"
                            + " outside of the site's folder " + root.resolve("st-mary/images")
                            + ". A site uses its own images alone: name a file in that folder. (ADG-211)");
        }

        @Test
        void aFolderWhoseNameCannotNameASite() {
            TestImages.site(root.resolve("Uniklinik Köln"), 1);

            refused(
                    () -> DatasetFolder.open(root),
                    "\"Uniklinik Köln\" cannot name a site: use lower-case letters, digits, '-' and '_', at most 60,"
                            + " starting with a letter or digit. Rename its folder in " + root
                            + ", and its lines in a manifest. (ADG-218)");
        }

        @Test
        void aManifestWithoutColumnSiteAboveSeveralSites() {
            TestImages.site(root.resolve("mercy"), 1);
            manifest("file", "00.png");

            refused(
                    () -> DatasetFolder.open(root),
                    "Manifest " + root.resolve("manifest.csv") + " has no column site, but stands above the sites'"
                            + " folders. Add the column, or put a manifest into each site's folder. (ADG-212)");
        }

        @Test
        void aLineWithTooManyFields() {
            TestImages.site(root.resolve("mercy"), 1);
            manifest("file,site", "00.png,mercy,more");

            refused(
                    () -> DatasetFolder.open(root),
                    "Line 2 of manifest " + root.resolve("manifest.csv") + " has 3 fields, but the first line names 2"
                            + " columns. Put a field with commas between double quotes. (ADG-212)");
        }

        @Test
        void anUnknownSplit() {
            TestImages.site(root.resolve("mercy"), 1);
            manifest("file,site,split", "00.png,mercy,tuning");

            refused(
                    () -> DatasetFolder.open(root),
                    "Line 2 of manifest " + root.resolve("manifest.csv") + " has the split \"tuning\". Write train,"
                            + " validation or test, or a word that begins with val or test. (ADG-212)");
        }

        private void refused(ThrowingCallable call, String message) {
            assertThatThrownBy(call).isInstanceOf(DatasetException.class).hasMessage(message);
        }
    }

    private void manifest(String... lines) {
        TestImages.text(root.resolve("manifest.csv"), lines);
    }
}
