package org.asyndgan.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.asyndgan.intake.file.IntakeException;
import org.asyndgan.intake.volume.Plane;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeSourceTest {

    private static final IntakeSettings PLAIN = settings(Optional.empty(), false);

    /** The voxels (i, j, k) of 3 x 2 x 2 voxels hold i + 3 j + 6 k. */
    private static final double[] COUNT =
            IntStream.range(0, 12).asDoubleStream().toArray();

    private final Findings findings = new Findings();

    @TempDir
    private Path folder;

    @Nested
    class PutsLabelsByPlace {

        @Test
        void showsAnAxialVolumeFromTheFeetWithTheFrontOnTop() throws IOException {
            pair(volume(COUNT), volume(COUNT));

            Scan scan = read();

            // Columns to the left, rows to the back: against i and j of RAS
            assertThat(List.of(scan.slices(), scan.height(), scan.width())).containsExactly(2, 2, 3);
            assertThat(scan.images()[0]).containsExactly(5, 4, 3, 2, 1, 0);
            assertThat(scan.labels()[1]).containsExactly(11, 10, 9, 8, 7, 6);
        }

        @Test
        void turnsLabelsThatRunTheOtherWay() throws IOException {
            // x = 2 - i: the label of world x is stored at 2 - x
            pair(
                    volume(COUNT),
                    volume(2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9).affine(-1, 0, 0, 2, 0, 1, 0, 0, 0, 0, 3, 0));

            Scan scan = read();

            assertThat(scan.labels()[0]).containsExactly(5, 4, 3, 2, 1, 0);
            assertThat(findings.facts()).contains("p1: labels turned to the image");
        }

        @Test
        void turnsLabelsWhoseAxesAreInAnotherOrder() throws IOException {
            // i counts z, j counts x, k counts y: the label at (x, y, z) is stored at z + 2 x + 6 y
            double[] stored = {0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11};
            pair(volume(COUNT), new NiftiWriter(2, 3, 2, stored).affine(0, 1, 0, 0, 0, 0, 1, 0, 3, 0, 0, 0));

            assertThat(read().labels()[1]).containsExactly(11, 10, 9, 8, 7, 6);
        }

        @Test
        void findsOnePatientInBothVersionsAndOrdersOfBytes() throws IOException {
            pair(
                    volume(COUNT).version(2, ByteOrder.LITTLE_ENDIAN),
                    volume(COUNT).version(1, ByteOrder.BIG_ENDIAN));

            Scan scan = read();

            assertThat(scan.images()[0]).containsExactly(5, 4, 3, 2, 1, 0);
            assertThat(scan.labels()[0]).containsExactly(5, 4, 3, 2, 1, 0);
        }

        @Test
        void putsLabelsOfDicomToANiftiImage() throws IOException {
            volume(COUNT).write(folder.resolve("images/p1.nii"));
            for (int z = 0; z < 2; z++) {
                // The upper left pixel is the voxel (2, 1): x = -2 and y = -1 of DICOM
                new DicomWriter(z + 1, 3, 6 * z + 5, 6 * z + 4, 6 * z + 3, 6 * z + 2, 6 * z + 1, 6 * z)
                        .position(-2, -1, 3 * z)
                        .spacing(1, 1)
                        .write(folder.resolve("labels/p1/" + z));
            }

            Scan scan = read();

            assertThat(scan.labels()[0]).containsExactly(5, 4, 3, 2, 1, 0);
            assertThat(scan.labels()[1]).containsExactly(11, 10, 9, 8, 7, 6);
        }

        @Test
        void doesNotMindTheThicknessOfASingleSlice() throws IOException {
            double[] six = Arrays.copyOf(COUNT, 6);
            pair(
                    new NiftiWriter(3, 2, 1, six),
                    new NiftiWriter(3, 2, 1, six).affine(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 5, 0));

            assertThat(read().labels()[0]).containsExactly(5, 4, 3, 2, 1, 0);
        }

        @Test
        void acceptsATenthOfAVoxelAndNoMore() throws IOException {
            pair(volume(COUNT), volume(COUNT).affine(1, 0, 0, .099, 0, 1, 0, 0, 0, 0, 3, 0));
            assertThat(read().slices()).isEqualTo(2);

            pair(volume(COUNT), volume(COUNT).affine(1, 0, 0, .101, 0, 1, 0, 0, 0, 0, 3, 0));
            refuses("differ in place: voxels that should be one lie 0.10 mm apart");
        }

        @Test
        void refusesLabelsOfAnObliqueVolumeThatAreNotTurnedWithIt() throws IOException {
            double c = Math.cos(Math.toRadians(20));
            double s = Math.sin(Math.toRadians(20));
            pair(volume(COUNT).affine(c, -s, 0, 0, s, c, 0, 0, 0, 0, 3, 0), volume(COUNT));

            refuses("differ in direction: they are turned against each other by 20.00 degrees");
        }

        @Test
        void refusesLabelsOfAnotherSpacing() throws IOException {
            pair(volume(COUNT), volume(COUNT).affine(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2.5, 0));

            refuses("differ in spacing: 1.000 x 1.000 x 3.000 and 1.000 x 1.000 x 2.500 mm");
        }

        @Test
        void refusesLabelsOfAnotherSize() throws IOException {
            pair(volume(COUNT), new NiftiWriter(3, 2, 1, Arrays.copyOf(COUNT, 6)));

            refuses("differ in size: 3 x 2 x 2 and 3 x 2 x 1 voxels");
        }

        @Test
        void takesVoxelByVoxelOnlyIfOneAsksForItWhatHasNoPlace() throws IOException {
            pair(volume(COUNT).unplaced(), volume(COUNT).unplaced());

            assertThat(read(settings(Optional.empty(), true)).get(0).labels()[0])
                    .containsExactly(3, 4, 5, 0, 1, 2);
            refuses("do not say where their voxels lie");
        }

        @Test
        void refusesAPlaceThatOnlyOneSideKnows() throws IOException {
            pair(volume(COUNT), volume(COUNT).unplaced());

            refuses("only the volume says where its voxels lie");
        }
    }

    @Nested
    class CutsAlongTheSlices {

        // 2 x 3 x 3 voxels that are 3 mm long along x and 1 mm along y and z: sagittal slices
        private final double[] eighteen =
                IntStream.range(0, 18).asDoubleStream().toArray();
        private final double[] sagittal = {3, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0};

        @Test
        void whereverTheirAxisIsStored() throws IOException {
            NiftiWriter volume = new NiftiWriter(2, 3, 3, eighteen).affine(sagittal);
            pair(volume, volume);

            Scan scan = read();

            // Slices from right to left, so against i; columns to the back, against j; rows to the feet, against k
            assertThat(List.of(scan.slices(), scan.height(), scan.width())).containsExactly(2, 3, 3);
            assertThat(scan.images()[0]).containsExactly(17, 15, 13, 11, 9, 7, 5, 3, 1);
        }

        @Test
        void asTheHeaderSaysEvenIfTheSpacingDoesNot() throws IOException {
            NiftiWriter volume =
                    new NiftiWriter(2, 3, 3, eighteen).affine(sagittal).slicesAlong(1);
            pair(volume, volume);

            assertThat(read().slices()).isEqualTo(3);
            assertThat(findings.doubts())
                    .containsExactly(
                            "The pictures of patient p1 are stretched: its voxels are 3.000 x 1.000 x 1.000 mm");
        }

        @Test
        void axialWhereNothingTells() throws IOException {
            // i counts z
            NiftiWriter volume = new NiftiWriter(2, 3, 3, eighteen).affine(0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0);
            pair(volume, volume);

            assertThat(read().slices()).isEqualTo(2);
        }

        @Test
        void inOnePlaneForAllPatients() throws IOException {
            pair("p1", volume(COUNT), volume(COUNT));
            NiftiWriter other = new NiftiWriter(2, 3, 3, eighteen).affine(sagittal);
            pair("p2", other, other);

            refuses(
                    "The slices of patient p1 are axial and those of patient p2 sagittal, but a network sees one plane at"
                            + " a site. Import those of each plane from a folder of their own, or name one plane for all with"
                            + " --plane. (ADG-634)");
        }

        @Test
        void inThePlaneThatOneNames() throws IOException {
            NiftiWriter volume = new NiftiWriter(2, 3, 3, eighteen).affine(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);
            pair(volume, volume);

            List<Scan> scans = read(settings(Optional.of(Plane.CORONAL), false));

            // Slices from front to back, so against j
            assertThat(scans.get(0).slices()).isEqualTo(3);
            assertThat(scans.get(0).images()[0]).containsExactly(17, 16, 11, 10, 5, 4);
        }

        @Test
        void butNotAcrossThickOnes() throws IOException {
            pair(volume(COUNT), volume(COUNT));

            assertThatThrownBy(() -> read(settings(Optional.of(Plane.CORONAL), false)))
                    .isInstanceOf(IntakeException.class)
                    .hasMessage("Patient p1 cannot be cut coronal: its voxels are 1.000 x 1.000 x 3.000 mm, so that the"
                            + " pixels would not be square. Leave --plane away, or resample the volume. (ADG-634)");
        }
    }

    @Nested
    class ReadsLabels {

        @ParameterizedTest
        @CsvSource({"1024, 8", "1280, 8", "768, 4", "8, 4"})
        void ofLongWholeNumbers(int type, int bytes) throws IOException {
            pair(volume(COUNT), volume(COUNT).type(type, bytes, (buffer, value) -> {
                if (bytes == 8) {
                    buffer.putLong(value.longValue());
                } else {
                    buffer.putInt(value.intValue());
                }
            }));

            assertThat(read().labels()[0]).containsExactly(5, 4, 3, 2, 1, 0);
        }

        @Test
        void thatTheirScaleMissesByLessThanHalfAStep() throws IOException {
            // 2 / 255 a step: class 1 is stored as 127 and comes back as 0.99608, class 2 as 255
            double step = 2.0 / 255;
            double[] stored = {0, 127, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0};
            pair(
                    volume(COUNT),
                    volume(stored)
                            .type(2, 1, (buffer, value) -> buffer.put((byte) value.intValue()))
                            .scaled(step, 0));

            assertThat(read().labels()[0]).containsExactly(0, 0, 0, 2, 1, 0);
            assertThat(findings.facts()).anyMatch(fact -> fact.endsWith("rounded to whole numbers, by up to 0.00392"));
        }

        @Test
        void thatFloatsMissByAThousandth() throws IOException {
            pair(volume(COUNT), volume(0, .9995, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));

            assertThat(read().labels()[0]).containsExactly(0, 0, 0, 0, 1, 0);
        }

        @ParameterizedTest
        @ValueSource(doubles = {-1, .5, .99, 65536, Double.NaN, Double.POSITIVE_INFINITY})
        void andRefusesWhatIsNoClass(double value) throws IOException {
            pair(volume(COUNT), volume(0, value, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));

            refuses("but a label is a whole number of 0 to 65535, its class (0.001 off at most)");
        }
    }

    @Nested
    class FindsFiles {

        @Test
        void withEndingsInCapitals() throws IOException {
            volume(COUNT).write(folder.resolve("images/P2.NII"));
            volume(COUNT).write(folder.resolve("labels/P2.nii"));

            assertThat(read().patient()).isEqualTo("P2");
        }

        @Test
        void thatAreCompressedWhateverTheirNameSays() throws IOException {
            pair(volume(COUNT), volume(COUNT));
            Path file = folder.resolve("images/p1.nii");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (OutputStream to = new GZIPOutputStream(out)) {
                to.write(Files.readAllBytes(file));
            }
            Files.write(file, out.toByteArray());

            assertThat(read().images()[0]).containsExactly(5, 4, 3, 2, 1, 0);
        }

        @Test
        void whoseNamesDifferInTheirUnicodeFormAlone() throws IOException {
            volume(COUNT)
                    .write(folder.resolve("images/" + Normalizer.normalize("Größe", Normalizer.Form.NFC) + ".nii"));
            volume(COUNT)
                    .write(folder.resolve("labels/" + Normalizer.normalize("Größe", Normalizer.Form.NFD) + ".nii"));

            assertThat(read().patient()).isEqualTo("Größe");
        }

        @Test
        void andRefusesTwoOfOnePatient() throws IOException {
            pair(volume(COUNT), volume(COUNT));
            volume(COUNT).write(folder.resolve("images/p1.nii.gz"));

            refuses("Both " + folder.resolve("images/p1.nii") + " and " + folder.resolve("images/p1.nii.gz")
                    + " would be of the patient p1. Names that differ in their ending or in their Unicode form alone are"
                    + " one name; leave one of the two. (ADG-631)");
        }

        @Test
        void andCountsWhatItDoesNotUse() throws IOException {
            pair(volume(COUNT), volume(COUNT));
            volume(COUNT).write(folder.resolve("labels/p2.nii"));
            volume(COUNT).write(folder.resolve("images/.p3.nii"));
            Files.createSymbolicLink(folder.resolve("images/p4.nii"), Path.of("gone.nii"));
            Files.writeString(folder.resolve("images/p5.mha"), "ObjectType = Image");
            volume(COUNT).write(folder.resolve("images/more/p6.nii"));
            new DicomWriter(1, 1, 1).write(folder.resolve("images/loose.dcm"));
            Files.createDirectories(folder.resolve("imagesTs"));

            read();

            assertThat(findings.unused().toString())
                    .isEqualTo(
                            "1 hidden file (images/.p3.nii), 1 link to nothing (images/p4.nii), 1 file of another kind"
                                    + " (images/p5.mha), 2 folders that are not looked into (images/more, imagesTs), 1 DICOM"
                                    + " file outside of a patient's folder (images/loose.dcm), 1 label without an image"
                                    + " (labels/p2.nii)");
        }

        @Test
        void andNamesAPartnerThatIsAlmostOne() throws IOException {
            volume(COUNT).write(folder.resolve("images/p1.nii"));
            volume(COUNT).write(folder.resolve("labels/P1.nii"));

            refuses("Volume " + folder.resolve("images/p1.nii") + " has no labels: there is no p1.nii or .nii.gz and no"
                    + " folder p1 with DICOM files in " + folder.resolve("labels")
                    + ", but one of P1. Add it, or take the volume away. (ADG-631)");
        }

        @Test
        void andSaysWhatElseThereIsIfThereIsNone() throws IOException {
            Files.createDirectories(folder.resolve("images"));
            Files.writeString(folder.resolve("images/p1.hdr"), "");

            refuses("There is nothing to import in " + folder.resolve("images")
                    + ": no PATIENT.nii or .nii.gz (pairs of"
                    + " .hdr and .img are not read), and no folder PATIENT with DICOM files in it. Left aside: 1 file"
                    + " of another kind (images/p1.hdr). (ADG-634)");
        }
    }

    @Nested
    class RefusesAVolume {

        @Test
        void thatIsNone() throws IOException {
            pair(volume(COUNT), volume(COUNT));
            Files.write(folder.resolve("images/p1.nii"), new byte[400]);

            refuses("Volume " + folder.resolve("images/p1.nii") + " cannot be used: it has no NIfTI header. (ADG-630)");
        }

        @Test
        void thatEndsTooEarly() throws IOException {
            pair(volume(COUNT), volume(COUNT));
            Path file = folder.resolve("images/p1.nii");
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(whole, whole.length - 1));

            refuses("Volume " + file + " cannot be used: it ends too early or is damaged. (ADG-630)");
        }

        /** A byte of the check sum that gzip has behind its content: the content itself still comes out whole. */
        @Test
        void thatIsNotWhatWasCompressed() throws IOException {
            pair(volume(COUNT), volume(COUNT));
            Path file = folder.resolve("images/p1.nii");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (OutputStream to = new GZIPOutputStream(out)) {
                to.write(Files.readAllBytes(file));
            }
            byte[] damaged = out.toByteArray();
            damaged[damaged.length - 8] ^= 1;
            Files.write(file, damaged);

            refuses("Volume " + file + " cannot be used: it ends too early or is damaged. (ADG-630)");
        }

        /** A slope that is no number means none; one that is does not go without its intercept. */
        @Test
        void withHalfAScale() throws IOException {
            pair(volume(COUNT).scaled(Double.NaN, 3), volume(COUNT));
            assertThat(read().images()[0]).containsExactly(5, 4, 3, 2, 1, 0);

            pair(volume(COUNT), volume(COUNT).scaled(2, Double.NaN));
            refuses("Volume " + folder.resolve("labels/p1.nii")
                    + " cannot be used: its values would be rescaled by 2.0 and NaN. (ADG-630)");
        }

        @Test
        void ofColours() throws IOException {
            pair(volume(COUNT).type(128, 3, (buffer, value) -> buffer.put(new byte[3])), volume(COUNT));

            refuses("Volume " + folder.resolve("images/p1.nii")
                    + " cannot be used: its voxels are colours (type 128); save one value a voxel. (ADG-630)");
        }
    }

    @Test
    void saysThatTwoPlacesOfOneFileDiffer() throws IOException {
        pair(volume(COUNT), volume(COUNT));
        Path file = folder.resolve("images/p1.nii");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        // A qform without a turn, 1 x 1 x 3 mm, 5 mm to the right of the sform
        bytes.putShort(252, (short) 1)
                .putFloat(80, 1)
                .putFloat(84, 1)
                .putFloat(88, 3)
                .putFloat(268, 5);
        Files.write(file, bytes.array());

        assertThat(read().slices()).isEqualTo(2);
        assertThat(findings.doubts())
                .containsExactly("The sform and the qform of " + file
                        + " differ in place: voxels that should be one lie" + " 5.00 mm apart. The sform was taken");
    }

    private static NiftiWriter volume(double... values) {
        return new NiftiWriter(3, 2, 2, values);
    }

    private static IntakeSettings settings(Optional<Plane> plane, boolean byIndex) {
        return new IntakeSettings("ours", 1, false, true, "t2", plane, byIndex, false);
    }

    private void pair(NiftiWriter image, NiftiWriter label) throws IOException {
        pair("p1", image, label);
    }

    private void pair(String patient, NiftiWriter image, NiftiWriter label) throws IOException {
        image.write(folder.resolve("images/" + patient + ".nii"));
        label.write(folder.resolve("labels/" + patient + ".nii"));
    }

    private Scan read() {
        List<Scan> scans = read(PLAIN);
        assertThat(scans).hasSize(1);
        return scans.get(0);
    }

    private List<Scan> read(IntakeSettings settings) {
        List<Scan> scans = new ArrayList<>();
        new VolumeSource(folder, settings, findings).read(scans::add);
        return scans;
    }

    /** @param message the whole of it, or what it is about */
    private void refuses(String message) {
        assertThatThrownBy(() -> read(PLAIN))
                .isInstanceOf(IntakeException.class)
                .hasMessageContaining(message);
    }
}
