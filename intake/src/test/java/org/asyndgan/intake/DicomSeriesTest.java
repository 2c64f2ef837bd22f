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
import java.util.Optional;
import java.util.stream.Stream;
import org.asyndgan.intake.file.IntakeException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DicomSeriesTest {

    private static final int WIDTH = 3;
    private static final IntakeSettings SETTINGS =
            new IntakeSettings("ours", 1, false, true, "t2", Optional.empty(), false, false);
    private static final IntakeSettings BY_INDEX =
            new IntakeSettings("ours", 1, false, true, "t2", Optional.empty(), true, false);

    private final Findings findings = new Findings();

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
        void slicesByTheirNumberIfTheyDoNotSayWhereTheyLieAndOneAsksForIt() throws IOException {
            image(10, 100).without(0x00200032).write(images("a"));
            image(9, 90).without(0x00200032).write(images("b"));
            label(9, 1).without(0x00200032).write(labels("a"));
            label(10, 2).without(0x00200032).write(labels("b"));

            Scan scan = read(BY_INDEX);

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
            assertThat(findings.unused().toString())
                    .isEqualTo(
                            "1 hidden file (images/p1/.hidden), 1 file of another kind (images/p1/notes.txt), 1 folder"
                                    + " that is not looked into (images/p1/further), 1 DICOM file without pixels"
                                    + " (images/p1/DICOMDIR)");
        }

        @Test
        void aFileWithoutPreamble() throws IOException {
            Path file = image(1, 10).write(images("a"));
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOfRange(whole, 132, whole.length));
            label(1, 1).write(labels("a"));

            assertThat(read().images()[0]).containsExactly(10, 11, 12, 13, 14, 15);
        }

        @Test
        void aFileThatBeginsWithItsDataSet() throws IOException {
            Path file = image(1, 10)
                    .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.4")
                    .without(0x00020010)
                    .write(images("a"));
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOfRange(whole, 132, whole.length));
            label(1, 1).write(labels("a"));

            assertThat(read().images()[0]).containsExactly(10, 11, 12, 13, 14, 15);
        }

        @Test
        void theNegativeOfWhatIsShownInverted() throws IOException {
            image(1, 10).text(0x00280004, "CS", "MONOCHROME1").write(images("a"));
            label(1, 1).write(labels("a"));

            assertThat(read().images()[0]).containsExactly(-10, -11, -12, -13, -14, -15);
        }

        @Test
        void nothingOfWhatTheHeaderCallsPadding() throws IOException {
            new DicomWriter(1, WIDTH, -2000, -1990, -1989, 0, 1, 2)
                    .whole(0x00280120, -2000)
                    .whole(0x00280121, -1990)
                    .write(images("a"));
            label(1, 1).whole(0x00280120, 0).write(labels("a"));

            Scan scan = read();

            assertThat(scan.images()[0]).containsExactly(Float.NaN, Float.NaN, -1989, 0, 1, 2);
            // A padding value that labels took over from their image is a class all the same
            assertThat(scan.labels()[0]).containsExactly(1, 0, 0, 0, 0, 0);
        }

        @Test
        void nothingOfUsualPaddingThatNoHeaderNames() throws IOException {
            new DicomWriter(1, WIDTH, -2000, -1000, -2000, 0, 1, 2).write(images("a"));
            label(1, 1).write(labels("a"));

            assertThat(read().images()[0]).containsExactly(Float.NaN, -1000, Float.NaN, 0, 1, 2);
            assertThat(findings.facts()).contains("p1: taken as padding: -2000");
        }

        @Test
        void pixelsOfRunLengths() throws IOException {
            // High bytes: four times 0, then twice ff; low bytes 1, 2, 3, 4, fe, ff
            byte[] high = {-3, 0, -1, -1};
            byte[] low = {5, 1, 2, 3, 4, -2, -1, 0};
            ByteBuffer frame =
                    ByteBuffer.allocate(64 + high.length + low.length).order(ByteOrder.LITTLE_ENDIAN);
            frame.putInt(2)
                    .putInt(64)
                    .putInt(64 + high.length)
                    .position(64)
                    .put(high)
                    .put(low);
            image(1, 10).compressed("1.2.840.10008.1.2.5", frame.array()).write(images("a"));
            label(1, 1).write(labels("a"));

            Scan scan = read();

            assertThat(scan.images()[0]).containsExactly(1, 2, 3, 4, -2, -1);
        }

        @Test
        void pixelsOfLosslessJpeg() throws IOException {
            image(1, 10)
                    .compressed("1.2.840.10008.1.2.4.70", losslessJpeg())
                    .whole(0x00280103, 0)
                    .write(images("a"));
            label(1, 1).write(labels("a"));

            assertThat(read().images()[0]).containsExactly(32768, 32769, 32768, 32768, 32768, 32768);
        }

        @Test
        void elementsThatAreDeflated() throws IOException {
            image(1, 10).deflated().write(images("a"));
            label(1, 1).write(labels("a"));

            assertThat(read().images()[0]).containsExactly(10, 11, 12, 13, 14, 15);
        }

        @Test
        void aPatientLyingOnTheFaceAsOneLyingOnTheBack() throws IOException {
            // Columns to the right, rows to the front: the last pixel stored is the upper left one
            image(1, 10).text(0x00200037, "DS", "-1\\0\\0\\0\\-1\\0").write(images("a"));
            label(1, 1).text(0x00200037, "DS", "-1\\0\\0\\0\\-1\\0").write(labels("a"));

            Scan scan = read();

            assertThat(scan.images()[0]).containsExactly(15, 14, 13, 12, 11, 10);
            assertThat(scan.labels()[0]).containsExactly(0, 0, 0, 0, 0, 1);
        }

        @Test
        void labelsStoredTheOtherWayRound() throws IOException {
            image(1, 10).write(images("a"));
            // The first pixel of the label is the last of the image: x = -100 + 2 · 0.25, y = -90 + 0.5
            label(1, 1)
                    .text(0x00200037, "DS", "-1\\0\\0\\0\\-1\\0")
                    .position(-99.5, -89.5, 2)
                    .write(labels("a"));

            assertThat(read().labels()[0]).containsExactly(0, 0, 0, 0, 0, 1);
        }

        @Test
        void aSeriesWithAGapAndSaysSo() throws IOException {
            for (int number : new int[] {1, 2, 4}) {
                image(number, 10).write(images("i" + number));
                label(number, 1).write(labels("i" + number));
            }

            assertThat(read().slices()).isEqualTo(3);
            assertThat(findings.doubts())
                    .contains("Slices i2 and i4 of " + folder.resolve("images/p1")
                            + " are 4.00 mm apart, others 2.00: a slice may be missing");
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

            refuses(doNotFit(file, "place: voxels that should be one lie 0.10 mm apart"));
        }

        @Test
        void unlessTheyDoNotSayWhereTheyLie() throws IOException {
            series(3);
            Path file = nifti(new int[] {3, 2, 3}, new float[12], VALUES);

            refuses("Volume " + folder.resolve("images/p1") + " and its labels " + file + " cannot be put together by"
                    + " place: only the volume says where its voxels lie. Save both with orientation and position."
                    + " (ADG-631)");
        }

        @Test
        void unlessThereAreMoreOfThem() throws IOException {
            series(2);
            Path file = nifti(new int[] {3, 2, 3}, new float[] {-.25f, 0, 0, 100, 0, -.5f, 0, 90, 0, 0, 2, 2}, VALUES);

            refuses(doNotFit(file, "size: 3 x 2 x 2 and 3 x 2 x 3 voxels"));
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

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "1.2.840.10008.1.2.2     | its bytes are ordered as explicit VR big endian",
                    "1.2.840.10008.1.2.4.50  | it is compressed as JPEG baseline, with loss",
                    "1.2.840.10008.1.2.4.80  | it is compressed as JPEG-LS lossless",
                    "1.2.840.10008.1.2.4.91  | it is compressed as JPEG 2000"
                })
        void thatIsCompressedInAWayThatIsNotRead(String syntax, String why) throws IOException {
            Path file = image(1, 10).transferSyntax(syntax).write(images("a"));
            label(1, 1).write(labels("a"));

            refuses("DICOM file " + file + " cannot be used: " + why + " (transfer syntax " + syntax + "). Write the"
                    + " files of the series anew, uncompressed, with gdcmconv --raw IN OUT. (ADG-635)");
        }

        @Test
        void whoseCompressedPixelsAreCutOff() throws IOException {
            byte[] jpeg = losslessJpeg();
            Path file = image(1, 10)
                    .compressed("1.2.840.10008.1.2.4.70", Arrays.copyOf(jpeg, jpeg.length - 6))
                    .write(images("a"));
            label(1, 1).write(labels("a"));

            refuses("DICOM file " + file + " cannot be used: its compressed pixels end too early or are damaged."
                    + " (ADG-635)");
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
                    + " size, spacing, orientation or kind of grey. Leave the files of one volume. (ADG-635)");
        }

        @Test
        void ofManySlicesAFile() throws IOException {
            Path file = image(1, 10).text(0x00280008, "IS", "30").write(images("a"));
            label(1, 1).write(labels("a"));

            refuses("DICOM file " + file + " cannot be used: it is of the enhanced kind, with many slices a file (here"
                    + " 30). Write the series as NIfTI with dcm2niix -z y -o OUT IN, or export it as classic DICOM, one"
                    + " slice a file. (ADG-635)");
        }

        @Test
        void inColour() throws IOException {
            Path file = image(1, 10).text(0x00280004, "CS", "RGB").write(images("a"));
            label(1, 1).write(labels("a"));

            refuses("DICOM file " + file + " cannot be used: its pixels are RGB, but only greys are read,"
                    + " MONOCHROME1 and MONOCHROME2. Save colour pictures as PNG, TIFF or JPEG; they need no import."
                    + " (ADG-635)");
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

            refuses("Volume " + folder.resolve("images/p1") + " has no labels: there is no p1.nii or .nii.gz and no"
                    + " folder p1 with DICOM files in " + folder.resolve("labels")
                    + ". Add it, or take the volume away. (ADG-631)");
        }

        @Test
        void thatLackASlice() throws IOException {
            image(1, 10).write(images("a"));
            image(2, 20).write(images("b"));
            label(1, 1).write(labels("a"));

            refuses(doNotFit(folder.resolve("labels/p1"), "size: 3 x 2 x 2 and 3 x 2 x 1 voxels"));
        }

        @Test
        void thatSkipASliceWhichTheImageHas() throws IOException {
            for (int number : new int[] {1, 2, 3}) {
                image(number, 10).write(images("i" + number));
                label(number == 2 ? 4 : number, 1).write(labels("i" + number));
            }

            // Slices at 2, 4, 6 mm and at 2, 6, 8 mm
            refuses(doNotFit(
                    folder.resolve("labels/p1"), "spacing: 0.250 x 0.500 x 2.000 and 0.250 x 0.500 x 3.000" + " mm"));
        }

        @Test
        void ofAnotherSize() throws IOException {
            image(1, 10).write(images("a"));
            new DicomWriter(1, 2, 0, 0, 0, 0).write(labels("a"));

            refuses(doNotFit(folder.resolve("labels/p1"), "size: 3 x 2 x 1 and 2 x 2 x 1 voxels"));
        }

        @Test
        void ofAnotherSpacing() throws IOException {
            image(1, 10).write(images("a"));
            label(1, 1).spacing(.5, .5).write(labels("a"));

            refuses(doNotFit(
                    folder.resolve("labels/p1"), "spacing: 0.250 x 0.500 x 1.000 and 0.500 x 0.500 x 1.000 mm"));
        }

        @Test
        void thatAreShifted() throws IOException {
            image(1, 10).write(images("a"));
            label(1, 1).position(-99, -90, 2).write(labels("a"));

            refuses(doNotFit(folder.resolve("labels/p1"), "place: voxels that should be one lie 1.00 mm apart"));
        }

        @Test
        void thatAreTurned() throws IOException {
            image(1, 10).write(images("a"));
            // cos 30° = 0.8660254, sin 30° = 0.5
            label(1, 1)
                    .text(0x00200037, "DS", "0.8660254\\0.5\\0\\-0.5\\0.8660254\\0")
                    .write(labels("a"));

            refuses(doNotFit(
                    folder.resolve("labels/p1"), "direction: they are turned against each other by 30.00 degrees"));
        }

        @Test
        void whenNeitherSaysWhereItLies() throws IOException {
            image(1, 10).without(0x00200032).write(images("a"));
            label(1, 1).without(0x00200032).write(labels("a"));

            refuses("Volume " + folder.resolve("images/p1") + " and its labels " + folder.resolve("labels/p1") + " do"
                    + " not say where their voxels lie (NIfTI: sform_code and qform_code are 0; DICOM: no position,"
                    + " orientation or pixel spacing). Save them with orientation and position, or, if you know that"
                    + " they are stored alike, take them voxel by voxel with --by-index. (ADG-631)");
        }

        @Test
        void thatAreASegmentationObject() throws IOException {
            image(1, 10).write(images("a"));
            Path file = label(1, 1).text(0x00080060, "CS", "SEG").write(labels("a"));

            refuses("DICOM file " + file + " cannot be used: it is a segmentation object (DICOM SEG), which is not"
                    + " read. Write it as NIfTI with segimage2itkimage of dcmqi (--outputType nii --mergeSegments) and"
                    + " give that as the patient's labels. (ADG-635)");
        }

        @Test
        void thatAreContours() throws IOException {
            image(1, 10).write(images("a"));
            label(1, 1)
                    .without(0x00280010, 0x7fe00010)
                    .text(0x00080060, "CS", "RTSTRUCT")
                    .write(labels("a"));

            refuses("DICOM folder " + folder.resolve("labels/p1") + " cannot be used: it holds contours (RTSTRUCT) and"
                    + " no pixels. Write them as NIfTI, with plastimatch convert or dcmrtstruct2nii, and give that as"
                    + " the patient's labels. (ADG-635)");
        }

        @Test
        void thatShowZeroAsWhite() throws IOException {
            image(1, 10).write(images("a"));
            Path file = label(1, 1).text(0x00280004, "CS", "MONOCHROME1").write(labels("a"));

            refuses("DICOM file " + file + " cannot be used: it shows 0 as white (MONOCHROME1), so that it is not sure"
                    + " which of its values is the background. Save labels as MONOCHROME2, or as NIfTI. (ADG-635)");
        }

        @Test
        void thatAreNoClasses() throws IOException {
            image(1, 10).write(images("a"));
            label(1, 1).rescale(.5, 0).write(labels("a"));

            refuses("The labels in " + folder.resolve("labels/p1") + " hold 0.5, but a label is a whole number of 0 to"
                    + " 65535, its class (0.050 off at most). Save them as whole numbers without a scale, resampled by"
                    + " nearest neighbour. (ADG-631)");
        }
    }

    @Test
    void writesNothingOfTheHeaders() throws IOException {
        image(1, 10).write(images("a"));
        label(1, 1).write(labels("a"));

        new Intake(SETTINGS, folder.resolve("out")).take(folder);

        assertThat(Files.readString(folder.resolve("out/ours/manifest.csv")))
                .isEqualTo("file,patient,slice\n00000.png,\"p1\",0\n");
        try (Stream<Path> files = Files.walk(folder.resolve("out")).filter(Files::isRegularFile)) {
            assertThat(files).hasSize(4).allSatisfy(file -> assertThat(
                            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("Doe", "4711", "1.2.3"));
        }
    }

    /**
     * Six pixels of 16 bits as lossless JPEG (ITU-T T.81, annex H) with the first predictor: all are 2^15 but the second,
     * which is one more. Differences are 0, 1, -1, 0, 0, 0; category 0 has the code 0 and category 1 the code 10.
     */
    private static byte[] losslessJpeg() {
        String hex = "ffd8" //
                + "ffc3000b10000200030101" + "1100" // 16 bits, 2 rows, 3 columns, one component
                + "ffc40015" + "00" + "01010000000000000000000000000000" + "0001" //
                + "ffda0008010100010000" //
                // 0, 10 1, 10 0, 0, 0, 0, then ones to fill the byte: 01011000 00111111
                + "583f" + "ffd9";
        return java.util.HexFormat.of().parseHex(hex);
    }

    private String doNotFit(Path label, String difference) {
        return "Volume " + folder.resolve("images/p1") + " and its labels " + label + " do not lie on each other: they"
                + " differ in " + difference
                + ". Resample the labels to the image, by nearest neighbour, or export both anew. (ADG-631)";
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
        return read(SETTINGS);
    }

    private Scan read(IntakeSettings settings) {
        List<Scan> scans = new ArrayList<>();
        new VolumeSource(folder, settings, findings).read(scans::add);
        assertThat(scans).hasSize(1);
        return scans.get(0);
    }

    private void refuses(String message) {
        assertThatThrownBy(this::read).isInstanceOf(IntakeException.class).hasMessage(message);
    }
}
