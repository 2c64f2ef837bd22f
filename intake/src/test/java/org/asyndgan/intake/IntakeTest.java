package org.asyndgan.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.asyndgan.imaging.dataset.DatasetFolder;
import org.asyndgan.imaging.dataset.DatasetSummary;
import org.asyndgan.imaging.dataset.PairFile;
import org.asyndgan.imaging.dataset.Split;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeTest {

    private static final int SIDE = 12;
    private static final IntakeSettings PLAIN = new IntakeSettings("ours", 10, false, true, "t2");

    @TempDir
    private Path folder;

    @Nested
    class OfNifti {

        @Test
        void writesTheSlicesThatHaveEnoughLabels() throws IOException {
            volumes(ByteOrder.LITTLE_ENDIAN, ".nii.gz");

            String said = new Intake(PLAIN, folder.resolve("out")).take(folder.resolve("in"));

            // Slice 0 has no label, slice 1 has 16 labelled pixels, slice 2 has 4
            assertThat(said).isEqualTo("1 of 3 slices written to " + folder.resolve("out/ours"));
            Raster image = raster("out/ours/images/00000.png");
            Raster label = raster("out/ours/labels/00000.png");
            // The second axis runs upwards: voxel (5, 3) stands in row 12 - 1 - 3
            assertThat(label.getSample(5, 8, 0)).isEqualTo(2);
            assertThat(label.getSample(5, 3, 0)).isZero();
            assertThat(image.getSample(5, 8, 0)).isEqualTo(65535);
            assertThat(image.getSample(0, 0, 0)).isZero();
            assertThat(Files.readString(folder.resolve("out/ours/manifest.csv")))
                    .isEqualTo("file,patient,slice\n00000.png,\"p1\",1\n");
        }

        @Test
        void readsBothByteOrdersAlike() throws IOException {
            volumes(ByteOrder.LITTLE_ENDIAN, ".nii");
            NiftiVolume little = NiftiVolume.read(folder.resolve("in/images/p1.nii"));
            volumes(ByteOrder.BIG_ENDIAN, ".nii");
            NiftiVolume big = NiftiVolume.read(folder.resolve("in/images/p1.nii"));

            assertThat(big.slice(1)).isEqualTo(little.slice(1));
            // Stored 100, slope 2, intercept 10
            assertThat(big.slice(1)[8 * SIDE + 5]).isEqualTo(210);
        }

        @Test
        void marksTheEdgeOfTheHead() throws IOException {
            volumes(ByteOrder.LITTLE_ENDIAN, ".nii");

            new Intake(new IntakeSettings("ours", 10, true, true, "t2"), folder.resolve("out"))
                    .take(folder.resolve("in"));

            Raster label = raster("out/ours/labels/00000.png");
            // The head is columns 2 to 9 of rows 2 to 9
            assertThat(label.getSample(2, 5, 0)).isEqualTo(255);
            assertThat(label.getSample(1, 5, 0)).isZero();
            assertThat(label.getSample(3, 5, 0)).isZero();
            assertThat(label.getSample(5, 8, 0)).isEqualTo(2);
        }

        @Test
        void refusesWhatIsNoVolume() throws IOException {
            Files.createDirectories(folder.resolve("in/images"));
            Path file = Files.write(folder.resolve("in/images/p1.nii"), new byte[400]);

            assertThatThrownBy(() -> NiftiVolume.read(file))
                    .isInstanceOf(IntakeException.class)
                    .hasMessage("Volume " + file + " cannot be used: it has no NIfTI-1 header. (ADG-630)");
        }

        @Test
        void refusesAVolumeThatEndsTooEarly() throws IOException {
            volumes(ByteOrder.LITTLE_ENDIAN, ".nii");
            Path file = folder.resolve("in/images/p1.nii");
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 1));

            assertThatThrownBy(() -> NiftiVolume.read(file))
                    .isInstanceOf(IntakeException.class)
                    .hasMessage("Volume " + file + " cannot be used: it ends too early or is damaged. (ADG-630)");
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

            String said = new Intake(PLAIN, folder.resolve("out")).take(file);

            assertThat(said).isEqualTo("2 of 3 slices written to " + folder.resolve("out/ours"));
            DatasetFolder read = DatasetFolder.open(folder.resolve("out"));
            assertThat(DatasetSummary.of(read).classes().toString()).isEqualTo("0, 4");
            assertThat(read.sites().get(0).pairs(Split.TEST))
                    .extracting(PairFile::patient)
                    .containsExactly(java.util.Optional.of("patient-3"));
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

            new Intake(PLAIN, folder.resolve("out")).take(file);

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
