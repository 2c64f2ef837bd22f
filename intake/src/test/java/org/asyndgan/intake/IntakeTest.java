package org.asyndgan.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.asyndgan.imaging.folder.DatasetFolder;
import org.asyndgan.imaging.folder.PairFile;
import org.asyndgan.imaging.folder.Split;
import org.asyndgan.imaging.inspect.DatasetSummary;
import org.asyndgan.intake.file.IntakeException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeTest {

    private static final int SIDE = 12;
    private static final IntakeSettings PLAIN = settings(false, false);

    @TempDir
    private Path folder;

    @Nested
    class OfNifti {

        @Test
        void writesTheSlicesThatHaveEnoughLabels() throws IOException {
            volumes(ByteOrder.LITTLE_ENDIAN, ".nii.gz");

            IntakeReport said = new Intake(PLAIN, folder.resolve("out")).take(folder.resolve("in"));

            // Slice 0 has no label, slice 1 has 16 labelled pixels, slice 2 has 4
            assertThat(said.lines()).containsExactly("1 of 3 slices written to " + folder.resolve("out/ours"));
            Raster image = raster("out/ours/images/00000.png");
            Raster label = raster("out/ours/labels/00000.png");
            // The first axis runs to the left, the second to the front: voxel (5, 3) stands in row 12 - 1 - 3
            assertThat(label.getSample(5, 8, 0)).isEqualTo(2);
            assertThat(label.getSample(5, 3, 0)).isZero();
            assertThat(image.getSample(5, 8, 0)).isEqualTo(65535);
            assertThat(image.getSample(0, 0, 0)).isZero();
            assertThat(Files.readString(folder.resolve("out/ours/manifest.csv")))
                    .isEqualTo("file,patient,slice\n00000.png,\"p1\",1\n");
        }

        @Test
        void marksTheEdgeOfTheHead() throws IOException {
            volumes(ByteOrder.LITTLE_ENDIAN, ".nii");

            new Intake(settings(true, false), folder.resolve("out")).take(folder.resolve("in"));

            Raster label = raster("out/ours/labels/00000.png");
            // The head is columns 2 to 9 of rows 2 to 9
            assertThat(label.getSample(2, 5, 0)).isEqualTo(255);
            assertThat(label.getSample(1, 5, 0)).isZero();
            assertThat(label.getSample(3, 5, 0)).isZero();
            assertThat(label.getSample(5, 8, 0)).isEqualTo(2);
        }

        @Test
        void saysWhatItDidBesideTheManifest() throws IOException {
            volumes(ByteOrder.LITTLE_ENDIAN, ".nii");
            Files.writeString(folder.resolve("in/notes.txt"), "ours");
            Files.createSymbolicLink(folder.resolve("in/images/p2.nii.gz"), Path.of("gone"));

            IntakeReport report = new Intake(PLAIN, folder.resolve("out")).take(folder.resolve("in"));

            assertThat(report.lines())
                    .containsExactly(
                            "1 of 3 slices written to " + folder.resolve("out/ours"),
                            "Left aside: 1 link to nothing (images/p2.nii.gz), 1 file of another kind (notes.txt).");
            assertThat(Files.readString(folder.resolve("out/ours/intake.txt")))
                    .contains(
                            "p1: 12 x 12 x 3 voxels of 1.000 x 1.000 x 2.000 mm, cut axial\n",
                            "left aside: 1 link to nothing (images/p2.nii.gz), 1 file of another kind (notes.txt)\n");
        }

        @Test
        void leavesOutSlicesThatShowOneValueAndSaysSo() throws IOException {
            volumes(ByteOrder.LITTLE_ENDIAN, ".nii");
            flatten(folder.resolve("in/images/p1.nii"), 2);
            Intake intake = new Intake(
                    new IntakeSettings("ours", 1, false, true, "t2", Optional.empty(), false, false),
                    folder.resolve("out"));

            assertThat(intake.take(folder.resolve("in")).lines())
                    .containsExactly(
                            "1 of 3 slices written to " + folder.resolve("out/ours"),
                            "Doubt: labelled slices of patient p1 that show one value only and were left out: 1.");
        }

        @Test
        void refusesImagesWithoutContrast() throws IOException {
            volumes(ByteOrder.LITTLE_ENDIAN, ".nii");
            for (int z = 0; z < 3; z++) {
                flatten(folder.resolve("in/images/p1.nii"), z);
            }
            Intake intake = new Intake(PLAIN, folder.resolve("out"));

            assertThatThrownBy(() -> intake.take(folder.resolve("in")))
                    .isInstanceOf(IntakeException.class)
                    .hasMessage("None of the 3 slices of " + folder.resolve("in") + " is worth keeping: 1 with labels"
                            + " show one value only, and the others have fewer than 10 labelled pixels. Look at the"
                            + " images. (ADG-634)");
        }

        /**
         * Slices 0 and 2 show up to 431, slice 1 shows 0 and 1: levels 0 and about 150 of 65535. In eight bits, 150 would be more
         * than half of white.
         */
        @Test
        void writesADarkSliceInAsManyBitsAsTheOthers() throws IOException {
            short[] image = new short[SIDE * SIDE * 3];
            short[] label = new short[image.length];
            for (int i = 0; i < image.length; i++) {
                int z = i / (SIDE * SIDE);
                image[i] = (short) (z == 1 ? i % 2 : i);
                label[i] = (short) (z == 1 ? 1 : 0);
            }
            write(folder.resolve("in/images/p1.nii"), image, ByteOrder.LITTLE_ENDIAN, 2, 10);
            write(folder.resolve("in/labels/p1.nii"), label, ByteOrder.LITTLE_ENDIAN, 0, 0);

            new Intake(PLAIN, folder.resolve("out")).take(folder.resolve("in"));

            Raster dark = raster("out/ours/images/00000.png");
            assertThat(dark.getTransferType()).isEqualTo(DataBuffer.TYPE_USHORT);
        }

        private void flatten(Path file, int z) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            java.util.Arrays.fill(bytes, 352 + 2 * SIDE * SIDE * z, 352 + 2 * SIDE * SIDE * (z + 1), (byte) 1);
            Files.write(file, bytes);
        }
    }

    @Nested
    class IsWholeOrNothing {

        @Test
        void leavesNothingOfAnImportThatFails() throws IOException {
            volumes(ByteOrder.LITTLE_ENDIAN, ".nii");
            Files.write(folder.resolve("in/images/p2.nii"), new byte[400]);
            Files.write(folder.resolve("in/labels/p2.nii"), new byte[400]);

            assertThatThrownBy(() -> new Intake(PLAIN, folder.resolve("out")).take(folder.resolve("in")))
                    .isInstanceOf(IntakeException.class)
                    .hasMessageEndingWith("(ADG-630)");

            assertThat(folder.resolve("out")).isEmptyDirectory();
        }

        @Test
        void overwritesNothingUnasked() throws IOException {
            volumes(ByteOrder.LITTLE_ENDIAN, ".nii");
            Files.createDirectories(folder.resolve("out/ours"));

            assertThatThrownBy(() -> new Intake(PLAIN, folder.resolve("out")).take(folder.resolve("in")))
                    .isInstanceOf(IntakeException.class)
                    .hasMessage("The folder " + folder.resolve("out/ours") + " is there already. Name another site or"
                            + " folder, or replace it with --overwrite. (ADG-633)");
        }

        @Test
        void replacesWhatAnImportWroteIfOneAsksForIt() throws IOException {
            volumes(ByteOrder.LITTLE_ENDIAN, ".nii");
            new Intake(PLAIN, folder.resolve("out")).take(folder.resolve("in"));
            Files.writeString(folder.resolve("out/ours/images/former.png"), "");

            new Intake(settings(false, true), folder.resolve("out")).take(folder.resolve("in"));

            assertThat(folder.resolve("out/ours/images/former.png")).doesNotExist();
            assertThat(folder.resolve("out/ours/images/00000.png")).exists();
            assertThat(folder.resolve("out").toFile().list()).containsExactly("ours");
        }

        @Test
        void keepsWhatItCannotReplace() throws IOException {
            Path theirs = Files.createDirectories(folder.resolve("out/ours")).resolve("intake.txt");
            Files.writeString(theirs, "of before");
            SiteTarget target = new SiteTarget(folder.resolve("out"), "ours", true);
            target.open();
            Files.delete(target.resolve(""));

            assertThatThrownBy(target::keep).isInstanceOf(IOException.class);

            assertThat(theirs).hasContent("of before");
            assertThat(folder.resolve("out").toFile().list()).containsExactly("ours");
        }

        @Test
        void saysWhereTheFormerFolderLiesThatCannotBeRemoved() {
            Path former = folder.resolve("out/.ours.import-1.former");

            assertThat(SiteTarget.removeFormer(former))
                    .contains("The folder that was replaced could not be removed (No such file or folder) and lies in "
                            + former + "; nothing reads it, and it can be removed");
        }

        /** In a container the process of every import has the same number. */
        @Test
        void replacesWhatOneThatWasKilledWhileItReplacedLeft() throws IOException {
            volumes(ByteOrder.LITTLE_ENDIAN, ".nii");
            new Intake(PLAIN, folder.resolve("out")).take(folder.resolve("in"));
            String left = ".ours.import-" + ProcessHandle.current().pid() + ".former";
            Files.writeString(
                    Files.createDirectories(folder.resolve("out/" + left)).resolve("manifest.csv"), "");

            new Intake(settings(false, true), folder.resolve("out")).take(folder.resolve("in"));

            assertThat(folder.resolve("out").toFile().list()).containsExactly("ours");
        }

        @Test
        void replacesNothingElse() throws IOException {
            volumes(ByteOrder.LITTLE_ENDIAN, ".nii");
            Path theirs = folder.resolve("out/ours/images/theirs.png");
            Files.createDirectories(theirs.getParent());
            Files.writeString(theirs, "");

            assertThatThrownBy(
                            () -> new Intake(settings(false, true), folder.resolve("out")).take(folder.resolve("in")))
                    .isInstanceOf(IntakeException.class)
                    .hasMessage("The folder " + folder.resolve("out/ours") + " was not written by an import: it has no"
                            + " intake.txt. --overwrite replaces only what an import wrote; remove it yourself, or name"
                            + " another site or folder. (ADG-633)");
            assertThat(theirs).exists();
        }

        @Test
        void saysWhyItCannotWrite() throws IOException {
            volumes(ByteOrder.LITTLE_ENDIAN, ".nii");
            Path out = Files.writeString(folder.resolve("out"), "A file where a folder should be");

            assertThatThrownBy(() -> new Intake(PLAIN, out).take(folder.resolve("in")))
                    .isInstanceOf(IntakeException.class)
                    .hasMessage("The slices cannot be written to " + out.resolve("ours") + ": Not a directory. Make"
                            + " room or take another folder with --out; no folder of the site was left behind."
                            + " (ADG-637)");
        }
    }

    @Nested
    class OfHdf5 {

        @Test
        void readsTheBrainsLayout() {
            Path file = folder.resolve("brain.h5");
            try (WritableHdfFile hdf = HdfFile.write(file)) {
                WritableGroup train = hdf.putGroup("train");
                slice(train, "0", "patient-1", 9);
                slice(train, "1", "patient-2", 3);
                slice(hdf.putGroup("test"), "0", "patient-3", 9);
            }

            IntakeReport said = new Intake(PLAIN, folder.resolve("out")).take(file);

            assertThat(said.lines()).containsExactly("2 of 3 slices written to " + folder.resolve("out/ours"));
            DatasetFolder read = DatasetFolder.open(folder.resolve("out"));
            assertThat(DatasetSummary.of(read).classes().toString()).isEqualTo("0, 4");
            assertThat(read.sites().get(0).pairs(Split.TEST))
                    .extracting(PairFile::patient)
                    .containsExactly(Optional.of("patient-3"));
        }

        private void slice(WritableGroup split, String name, String patient, int labelledRows) {
            WritableGroup group = split.putGroup(name);
            float[][] image = new float[SIDE][SIDE];
            int[][] seg = new int[SIDE][SIDE];
            for (int y = 0; y < SIDE; y++) {
                image[y][3] = y;
                seg[y][3] = y < labelledRows ? 4 : 0;
                seg[y][4] = seg[y][3];
            }
            group.putDataset("t2", image);
            group.putDataset("seg", seg).putAttribute("id", patient);
        }

        /** Byte 19 is the highest of an address, none of which is negative: its reader fails by arithmetic. */
        @Test
        void refusesWhatIsDamaged() throws IOException {
            Path file = folder.resolve("damaged.h5");
            try (WritableHdfFile hdf = HdfFile.write(file)) {
                hdf.putGroup("images").putDataset("breast-1", new int[SIDE][SIDE]);
            }
            byte[] bytes = Files.readAllBytes(file);
            bytes[19] = (byte) 0x80;
            Files.write(file, bytes);

            assertThatThrownBy(() -> new Intake(PLAIN, folder.resolve("out")).take(file))
                    .isInstanceOf(IntakeException.class)
                    .hasMessageStartingWith("File " + file + " cannot be read as HDF5: ")
                    .hasMessageEndingWith("(ADG-632)");
        }

        @Test
        void readsTheNucleisLayoutInColour() throws IOException {
            Path file = folder.resolve("nuclei.h5");
            try (WritableHdfFile hdf = HdfFile.write(file)) {
                int[][][] image = new int[SIDE][SIDE][3];
                byte[][] label = new byte[SIDE][SIDE];
                for (int p = 0; p < 40; p++) {
                    image[p / SIDE][p % SIDE][2] = 200;
                    label[p / SIDE][p % SIDE] = 1;
                }
                hdf.putGroup("images").putDataset("breast-1", image);
                hdf.putGroup("labels").putDataset("breast-1", label);
                hdf.putGroup("weight_maps");
            }

            IntakeReport said = new Intake(PLAIN, folder.resolve("out")).take(file);

            assertThat(said.lines())
                    .containsExactly(
                            "1 of 1 slices written to " + folder.resolve("out/ours"),
                            "Left aside: 1 group of the file that is not read (weight_maps).");
            Raster image = raster("out/ours/images/00000.png");
            assertThat(image.getNumBands()).isEqualTo(3);
            assertThat(new int[] {image.getSample(1, 1, 0), image.getSample(1, 1, 2)})
                    .containsExactly(0, 65535);
            assertThat(raster("out/ours/labels/00000.png").getSample(1, 1, 0)).isEqualTo(1);
        }

        @Test
        void saysWhatIsMissing() {
            Path file = folder.resolve("other.h5");
            try (WritableHdfFile hdf = HdfFile.write(file)) {
                hdf.putGroup("volumes");
            }

            assertThatThrownBy(() -> new Intake(PLAIN, folder.resolve("out")).take(file))
                    .isInstanceOf(IntakeException.class)
                    .hasMessage(
                            "File " + file + " is not laid out as expected: it has the groups [volumes], but neither"
                                    + " train nor images and labels. Brain: train/SLICE/{t2, seg}; nuclei: images/NAME and"
                                    + " labels/NAME. (ADG-632)");
        }
    }

    private static IntakeSettings settings(boolean outline, boolean overwrite) {
        return new IntakeSettings("ours", 10, outline, true, "t2", Optional.empty(), false, overwrite);
    }

    private Raster raster(String file) throws IOException {
        return ImageIO.read(folder.resolve(file).toFile()).getRaster();
    }

    /** A head of 8 x 8 voxels in three slices, with a labelled square of 4 x 4 in slice 1 and of 2 x 2 in slice 2. */
    private void volumes(ByteOrder order, String ending) throws IOException {
        short[] image = new short[SIDE * SIDE * 3];
        short[] label = new short[image.length];
        for (int i = 0; i < image.length; i++) {
            int x = i % SIDE;
            int y = i / SIDE % SIDE;
            int z = i / (SIDE * SIDE);
            int side = z == 1 ? 4 : 2;
            boolean isHead = x >= 2 && x <= 9 && y >= 2 && y <= 9;
            boolean isTumour = z > 0 && x >= 4 && x < 4 + side && y >= 2 && y < 2 + side;
            image[i] = (short) (isTumour ? 100 : isHead ? 40 : 0);
            label[i] = (short) (isTumour ? 2 : 0);
        }
        write(folder.resolve("in/images/p1" + ending), image, order, 2, 10);
        write(folder.resolve("in/labels/p1" + ending), label, order, 0, 0);
    }

    private static void write(Path file, short[] voxels, ByteOrder order, float slope, float intercept)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(352 + 2 * voxels.length).order(order);
        bytes.putInt(0, 348);
        short[] dimensions = {3, SIDE, SIDE, 3, 1, 1, 1, 1};
        for (int i = 0; i < dimensions.length; i++) {
            bytes.putShort(40 + 2 * i, dimensions[i]);
        }
        bytes.putShort(70, (short) 4).putShort(72, (short) 16);
        bytes.putFloat(108, 352).putFloat(112, slope).putFloat(116, intercept);
        // Spacing 1 x 1 x 2 mm; the first axis runs to the left, the second to the front
        bytes.putShort(254, (short) 1).putFloat(280, -1).putFloat(300, 1).putFloat(320, 2);
        bytes.put(344, new byte[] {'n', '+', '1', 0});
        bytes.position(352);
        bytes.asShortBuffer().put(voxels);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream to = file.toString().endsWith(".gz") ? new GZIPOutputStream(out) : out) {
            to.write(bytes.array());
        }
        Files.createDirectories(file.getParent());
        Files.write(file, out.toByteArray());
    }
}
