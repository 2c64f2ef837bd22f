package org.asyndgan.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DicomSourceTest {

    private static final int WIDTH = 3;

    @TempDir
    private Path folder;

    @Nested
    class Reads {

        @Test
        void slicesInTheOrderInWhichTheyLie() throws IOException {
            image(2, 20).write(images("a"));
            image(3, 30).write(images("b.dcm"));
            image(1, 10).write(images("c.IMA"));
            label(1, 1).write(labels("z"));
            label(2, 2).write(labels("y"));
            label(3, 3).write(labels("x"));

            Scan scan = read();

            assertThat(scan.patient()).isEqualTo("p1");
            assertThat(List.of(scan.slices(), scan.height(), scan.width())).containsExactly(3, 2, 3);
            assertThat(scan.images()[0]).containsExactly(10, 11, 12, 13, 14, 15);
            assertThat(scan.images()[2][0]).isEqualTo(30);
            assertThat(scan.labels()[1]).containsExactly(2, 0, 0, 0, 0, 0);
            assertThat(scan.labels()[2][0]).isEqualTo(3);
        }

        @Test
        void slicesByTheirPlaceEvenIfTheirNumbersSayOtherwise() throws IOException {
            image(1, 10).position(-100, -90, 7).write(images("a"));
            image(2, 20).position(-100, -90, 5).write(images("b"));
            label(1, 1).position(-100, -90, 5).write(labels("a"));
            label(2, 2).position(-100, -90, 7).write(labels("b"));

            Scan scan = read();

            assertThat(scan.images()[0][0]).isEqualTo(20);
            assertThat(scan.labels()[0][0]).isEqualTo(1);
        }

        @Test
        void slicesByTheirNumberIfTheyDoNotSayWhereTheyLie() throws IOException {
            image(10, 100).without(0x00200032).write(images("a"));
            image(9, 90).without(0x00200032).write(images("b"));
            label(9, 1).without(0x00200032).write(labels("a"));
            label(10, 2).without(0x00200032).write(labels("b"));

            Scan scan = read();

            assertThat(scan.images()[0][0]).isEqualTo(90);
            assertThat(scan.labels()[0][0]).isEqualTo(1);
        }

        @Test
        void negativeValuesAndTheirUnit() throws IOException {
            new DicomWriter(1, WIDTH, -2, 0, 4, 0, 0, 0).rescale(2.5, -10).write(images("a"));
            label(1, 1).write(labels("a"));

            // -2 · 2.5 - 10 = -15; 4 · 2.5 - 10 = 0
            assertThat(read().images()[0]).containsExactly(-15, -10, 0, -10, -10, -10);
        }

        @Test
        void valuesWithoutASign() throws IOException {
            new DicomWriter(1, WIDTH, -1, 0, 0, 0, 0, 0).whole(0x00280103, 0).write(images("a"));
            label(1, 1).write(labels("a"));

            assertThat(read().images()[0][0]).isEqualTo(65535);
        }

        @Test
        void theBitsThatAreStoredAndNoOthers() throws IOException {
            // 12 bits with a sign: fff is -1, whatever the upper four bits are
            new DicomWriter(1, WIDTH, 0x7fff, 0x0fff, 0xf7ff, 0, 0, 0)
                    .whole(0x00280101, 12)
                    .whole(0x00280102, 11)
                    .write(images("a"));
            label(1, 1).write(labels("a"));

            assertThat(read().images()[0]).containsExactly(-1, -1, 2047, 0, 0, 0);
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void nothingInsideSequencesAsTheImagesOwn(boolean isBracketed) throws IOException {
            DicomWriter inner = image(1, 0).series("9.9").whole(0x00280010, 1).rescale(7, 7);
            image(1, 10)
                    .nested(0x00081115, inner, 0x0020000e, isBracketed)
                    .nested(0x00409096, inner, 0x00280010, isBracketed)
                    .nested(0x20051410, inner, 0x00281053, isBracketed)
                    .write(images("a"));
            image(2, 20).write(images("b"));
            label(1, 1).write(labels("a"));
            label(2, 2).write(labels("b"));

            Scan scan = read();

            assertThat(scan.images()[0]).containsExactly(10, 11, 12, 13, 14, 15);
        }

        @Test
        void imagesAloneAndNotWhatLiesBesideThem() throws IOException {
            image(1, 10).write(images("a"));
            label(1, 1).write(labels("a"));
            image(2, 20).write(images(".hidden"));
            image(3, 30).write(images("further/c"));
            image(4, 40).without(0x00280010, 0x7fe00010).write(images("DICOMDIR"));
            Files.writeString(images("notes.txt"), "Nothing of DICOM");

            assertThat(read().slices()).isEqualTo(1);
        }
    }

    @Nested
    class ReadsLabelsOfNifti {

        // Slices of 2 rows x 3 columns, 0.5 mm and 0.25 mm, at x = -100, y = -90 and z = 2, 4, 6 of DICOM: for NIfTI
        // the first pixel lies at (100, 90, 2), columns run to -x, rows to -y.
        private static final int[] VALUES = {1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16, 21, 22, 23, 24, 25, 26};

        @Test
        void asTheyWereSlices() throws IOException {
            series(3);
            nifti(new int[] {3, 2, 3}, new float[] {-.25f, 0, 0, 100, 0, -.5f, 0, 90, 0, 0, 2, 2}, VALUES);

            Scan scan = read();

            assertThat(scan.labels()[0]).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(scan.labels()[2]).containsExactly(21, 22, 23, 24, 25, 26);
        }

        @Test
        void withTheRowsTurnedAround() throws IOException {
            series(3);
            nifti(new int[] {3, 2, 3}, new float[] {-.25f, 0, 0, 100, 0, .5f, 0, 89.5f, 0, 0, 2, 2}, VALUES);

            assertThat(read().labels()[0]).containsExactly(4, 5, 6, 1, 2, 3);
        }

        @Test
        void withTheAxesInAnotherOrder() throws IOException {
            series(3);
            // i counts the slices downwards, j the columns, k the rows
            nifti(new int[] {3, 3, 2}, new float[] {0, -.25f, 0, 100, 0, 0, -.5f, 90, -2, 0, 0, 6}, VALUES);

            Scan scan = read();

            // (i, j, k) is at i + 3 j + 9 k: the lowest slice is i = 2
            assertThat(scan.labels()[0]).containsExactly(3, 6, 13, 16, 23, 26);
            assertThat(scan.labels()[2]).containsExactly(1, 4, 11, 14, 21, 24);
        }

        @Test
        void placedByAQuaternion() throws IOException {
            series(3);
            Path file = nifti(new int[] {3, 2, 3}, new float[12], VALUES);
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            // Half a turn about z: b = c = 0, d = 1
            bytes.putShort(254, (short) 0).putShort(252, (short) 1).putFloat(264, 1);
            bytes.putFloat(268, 100).putFloat(272, 90).putFloat(276, 2);
            bytes.putFloat(76, 1).putFloat(80, .25f).putFloat(84, .5f).putFloat(88, 2);
            Files.write(file, bytes.array());

            assertThat(read().labels()[0]).containsExactly(1, 2, 3, 4, 5, 6);
        }

        @Test
        void unlessTheyLieElsewhere() throws IOException {
            series(3);
            Path file =
                    nifti(new int[] {3, 2, 3}, new float[] {-.25f, 0, 0, 99.9f, 0, -.5f, 0, 90, 0, 0, 2, 2}, VALUES);

            refuses("Slice " + images("1") + " does not lie on a layer of voxels of its own in the labels " + file
                    + ", or covers it in part. Resample the labels to the image. (ADG-631)");
        }

        @Test
        void unlessTheyDoNotSayWhereTheyLie() throws IOException {
            series(3);
            Path file = nifti(new int[] {3, 2, 3}, new float[12], VALUES);

            refuses("Labels " + file + " do not say where their voxels lie: both sform_code and qform_code are 0. Save"
                    + " them with the orientation of the images, or as a DICOM series. (ADG-631)");
        }

        @Test
        void unlessThereAreMoreOfThem() throws IOException {
            series(2);
            nifti(new int[] {3, 2, 3}, new float[] {-.25f, 0, 0, 100, 0, -.5f, 0, 90, 0, 0, 2, 2}, VALUES);

            refuses("Series " + folder.resolve("images/p1") + " and its labels differ in size: 3 x 2 x 2 and, with"
                    + " axes in an order of their own, 3 x 2 x 3 voxels. Resample the labels to the image."
                    + " (ADG-631)");
        }

        private void series(int slices) throws IOException {
            for (int z = 1; z <= slices; z++) {
                image(z, 10 * z).write(images(Integer.toString(z)));
            }
        }

        private Path nifti(int[] size, float[] toWorld, int... values) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(352 + values.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putInt(0, 348).putShort(40, (short) 3).putShort(70, (short) 2).putFloat(108, 352);
            for (int axis = 0; axis < 3; axis++) {
                bytes.putShort(42 + 2 * axis, (short) size[axis]);
            }
            bytes.putShort(254, (short) 1).position(280).asFloatBuffer().put(toWorld);
            bytes.put(344, new byte[] {'n', '+', '1', 0}).position(352);
            Arrays.stream(values).forEach(value -> bytes.put((byte) value));
            Files.createDirectories(folder.resolve("labels"));
            return Files.write(folder.resolve("labels/p1.nii"), bytes.array());
        }
    }

    @Nested
    class RefusesASeries {

        @Test
        void thatIsCompressed() throws IOException {
            Path file = image(1, 10).transferSyntax("1.2.840.10008.1.2.4.70").write(images("a"));
            label(1, 1).write(labels("a"));

            refuses("DICOM file " + file + " cannot be used: it is compressed (transfer syntax"
                    + " 1.2.840.10008.1.2.4.70). Write the files of the series anew, uncompressed, with gdcmconv --raw"
                    + " IN OUT. (ADG-635)");
        }

        @Test
        void thatIsMixedWithAnother() throws IOException {
            image(1, 10).write(images("a"));
            image(2, 20).series("1.2.4").write(images("b"));
            label(1, 1).write(labels("a"));

            refuses("DICOM folder " + folder.resolve("images/p1") + " cannot be used: it holds 2 series, with a in one"
                    + " and b in another. Leave the files of one. (ADG-635)");
        }

        @Test
        void thatHasTwoSlicesAtOnePlace() throws IOException {
            image(1, 10).write(images("a"));
            image(2, 20).position(-100, -90, 2).write(images("b"));
            label(1, 1).write(labels("a"));

            refuses("DICOM folder " + folder.resolve("images/p1") + " cannot be used: its slices a and b lie at the"
                    + " same place. Leave the files of one volume. (ADG-635)");
        }

        @Test
        void whoseSlicesAreUnlike() throws IOException {
            image(1, 10).write(images("a"));
            image(2, 20).text(0x00200037, "DS", "1\\0\\0\\0\\0\\-1").write(images("b"));
            label(1, 1).write(labels("a"));

            refuses("DICOM folder " + folder.resolve("images/p1") + " cannot be used: its slices b and a differ in"
                    + " size, spacing or orientation. Leave the files of one volume. (ADG-635)");
        }

        @Test
        void ofManySlicesAFile() throws IOException {
            Path file = image(1, 10).text(0x00280008, "IS", "30").write(images("a"));
            label(1, 1).write(labels("a"));

            refuses("DICOM file " + file + " cannot be used: it is of the enhanced kind, with many slices a file (here"
                    + " 30). Export the series as classic DICOM, one slice a file. (ADG-635)");
        }

        @Test
        void inColour() throws IOException {
            Path file = image(1, 10).text(0x00280004, "CS", "RGB").write(images("a"));
            label(1, 1).write(labels("a"));

            refuses("DICOM file " + file + " cannot be used: its pixels are RGB, but only MONOCHROME2, grey on black,"
                    + " is read. (ADG-635)");
        }

        @Test
        void thatEndsTooEarly() throws IOException {
            Path file = image(1, 10).write(images("a"));
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(whole, whole.length - 1));
            label(1, 1).write(labels("a"));

            refuses("DICOM file " + file + " cannot be used: it ends too early or is damaged. (ADG-635)");
        }
    }

    @Nested
    class RefusesLabels {

        @Test
        void thatAreNotThere() throws IOException {
            image(1, 10).write(images("a"));

            refuses("Series " + folder.resolve("images/p1") + " has no labels. Give p1.nii.gz or a folder p1 of DICOM"
                    + " files in " + folder.resolve("labels") + ". (ADG-631)");
        }

        @Test
        void thatLackASlice() throws IOException {
            image(1, 10).write(images("a"));
            Path second = image(2, 20).write(images("b"));
            label(1, 1).write(labels("a"));

            refuses("Slice " + second + " has no label: no slice of " + folder.resolve("labels/p1")
                    + " lies where it does. Add one, empty if nothing is labelled, or take the slice away. (ADG-631)");
        }

        @Test
        void thatHaveASliceMore() throws IOException {
            image(1, 10).write(images("a"));
            label(1, 1).write(labels("a"));
            Path second = label(2, 1).write(labels("b"));

            refuses("Label slice " + second + " has no image: no slice of " + folder.resolve("images/p1")
                    + " lies where it does. Take it away. (ADG-631)");
        }

        @Test
        void ofAnotherSize() throws IOException {
            image(1, 10).write(images("a"));
            new DicomWriter(1, 2, 0, 0, 0, 0).write(labels("a"));

            refuses("Series " + folder.resolve("images/p1") + " and its labels differ in size: 3 x 2 and 2 x 2 pixels."
                    + " Resample the labels to the image. (ADG-631)");
        }

        @Test
        void ofAnotherSpacing() throws IOException {
            image(1, 10).write(images("a"));
            label(1, 1).spacing(.5, .5).write(labels("a"));

            refuses("Series " + folder.resolve("images/p1") + " and its labels differ in pixel spacing: 0.5 x 0.25 and"
                    + " 0.5 x 0.5 mm. Resample the labels to the image. (ADG-631)");
        }

        @Test
        void thatAreShifted() throws IOException {
            Path image = image(1, 10).write(images("a"));
            Path label = label(1, 1).position(-99, -90, 2).write(labels("a"));

            refuses("Slice " + image + " and its label " + label + " are shifted or turned against each other, by 1.00"
                    + " mm. Resample the labels to the image. (ADG-631)");
        }

        @Test
        void thatAreNoClasses() throws IOException {
            image(1, 10).write(images("a"));
            label(1, 1).rescale(.5, 0).write(labels("a"));

            refuses("The labels in " + folder.resolve("labels/p1") + " hold 0.5, but a label is a whole number of 0 to"
                    + " 65535, its class. (ADG-631)");
        }
    }

    @Test
    void writesNothingOfTheHeaders() throws IOException {
        image(1, 10).write(images("a"));
        label(1, 1).write(labels("a"));

        String said = new Intake(new IntakeSettings("ours", 1, false, true, "t2"), folder.resolve("out")).take(folder);

        assertThat(said).isEqualTo("1 of 1 slices written to " + folder.resolve("out/ours"));
        assertThat(Files.readString(folder.resolve("out/ours/manifest.csv")))
                .isEqualTo("file,patient,slice\n00000.png,\"p1\",0\n");
        try (Stream<Path> files = Files.walk(folder.resolve("out")).filter(Files::isRegularFile)) {
            assertThat(files).hasSize(4).allSatisfy(file -> assertThat(
                            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("Doe", "4711", "1.2.3"));
        }
    }

    @Test
    void isNotMixedWithNifti() throws IOException {
        image(1, 10).write(images("a"));
        Files.write(folder.resolve("images/p2.nii"), new byte[400]);
        Intake intake = new Intake(new IntakeSettings("ours", 1, false, true, "t2"), folder.resolve("out"));

        assertThatThrownBy(() -> intake.take(folder))
                .isInstanceOf(IntakeException.class)
                .hasMessage(folder.resolve("images") + " holds NIfTI volumes and DICOM series, whose rows and columns"
                        + " may run in opposite directions. Import each kind from a folder of its own. (ADG-634)");
    }

    private static DicomWriter image(int number, int first) {
        return new DicomWriter(number, WIDTH, first, first + 1, first + 2, first + 3, first + 4, first + 5);
    }

    private static DicomWriter label(int number, int first) {
        return new DicomWriter(number, WIDTH, first, 0, 0, 0, 0, 0);
    }

    private Path images(String name) {
        return folder.resolve("images/p1").resolve(name);
    }

    private Path labels(String name) {
        return folder.resolve("labels/p1").resolve(name);
    }

    private Scan read() {
        List<Scan> scans = new ArrayList<>();
        DicomSource.read(folder, scans::add);
        assertThat(scans).hasSize(1);
        return scans.get(0);
    }

    private void refuses(String message) {
        assertThatThrownBy(this::read).isInstanceOf(IntakeException.class).hasMessage(message);
    }
}
