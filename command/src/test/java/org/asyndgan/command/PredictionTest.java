package org.asyndgan.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.asyndgan.core.segmentation.SegmentationSettings;
import org.asyndgan.core.segmentation.SegmentationTraining;
import org.asyndgan.core.segmentation.augmentation.IntensityAugmentation;
import org.asyndgan.core.segmentation.prediction.NetworkInputs;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.Fit;
import org.asyndgan.imaging.dataset.IntensityScaling;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.nn.architecture.UNet;
import org.asyndgan.nn.architecture.UNetSettings;
import org.asyndgan.nn.export.SafeTensors;
import org.asyndgan.nn.export.StateDictionary;
import org.asyndgan.nn.loss.SegmentationLoss;
import org.asyndgan.nn.optimizer.Adam;
import org.asyndgan.nn.optimizer.AdamSettings;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code asyndgan segment --predict} from a file of weights to files of masks, by a network that learnt to find squares. */
class PredictionTest {

    private static final int SIDE = 16;
    private static final int DARK = 40;
    private static final int BRIGHT = 210;
    private static final int TINGE = 10;

    /** The square of every image that is predicted: from here, so many pixels. */
    private static final int FROM = 9;

    private static final int LENGTH = 14;

    @TempDir
    private Path folder;

    private Path images;
    private Path out;
    private Path weights;

    @BeforeEach
    void makesPlaces() throws IOException {
        images = Files.createDirectories(folder.resolve("images"));
        out = folder.resolve("masks");
        weights = folder.resolve("network.safetensors");
    }

    @Test
    void writesAMaskOfTheSizeAndNameOfEveryImageHoweverMuchLargerThanTheNetworkItIs() throws IOException {
        learn(1, Fit.CROP, 0, 0, 77);
        save(square(SIDE * 3 - 5, SIDE * 2 + 3, false), "wide.png");
        save(square(SIDE * 2, SIDE * 4, false), "tall.TIF");

        Told told = predict();

        assertThat(told.exitCode()).as(told.error()).isZero();
        assertThat(told.error()).isEmpty();
        assertFindsTheSquare("wide.png", SIDE * 3 - 5, SIDE * 2 + 3, 77);
        assertFindsTheSquare("tall.png", SIDE * 2, SIDE * 4, 77);
    }

    @Test
    void scalesImagesAsTheNetworksWereAndTheMasksBack() throws IOException {
        learn(1, Fit.RESIZE, 0, 0, 1);
        save(square(SIDE * 3, SIDE * 2, false), "one.jpg");

        assertThat(predict().exitCode()).isZero();

        // A pixel of the mask is two of the image's, so its border may be off by that much.
        assertFindsTheSquare("one.png", SIDE * 3, SIDE * 2, 1);
    }

    @Test
    void showsANetworkOfColoursGreyImagesToo() throws IOException {
        learn(3, Fit.CROP, 0, 0, 300);
        save(square(SIDE * 2, SIDE * 2, true), "colour.png");
        save(square(SIDE * 2, SIDE * 2, false), "grey.png");

        assertThat(predict().exitCode()).isZero();

        // 300 needs 16 bits.
        assertFindsTheSquare("colour.png", SIDE * 2, SIDE * 2, 300);
        assertFindsTheSquare("grey.png", SIDE * 2, SIDE * 2, 300);
    }

    @Test
    void replacesNoMaskUnasked() throws IOException {
        learn(1, Fit.CROP, 0, 0, 255);
        save(square(SIDE * 2, SIDE * 2, false), "one.png");
        Files.createDirectories(out);
        Files.writeString(out.resolve("one.png"), "a mask drawn by hand");

        assertThat(predict().error())
                .isEqualTo(
                        "1 of the masks are in " + out + " already. Name another folder with --out, or add --overwrite"
                                + " to replace them. (ADG-627)");
        assertThat(out.resolve("one.png")).hasContent("a mask drawn by hand");

        assertThat(predict("--overwrite").exitCode()).isZero();
        assertFindsTheSquare("one.png", SIDE * 2, SIDE * 2, 255);
    }

    @Test
    void leavesNoMaskWhereOneImageIsBroken() throws IOException {
        learn(1, Fit.CROP, 0, 0, 255);
        save(square(SIDE * 2, SIDE * 2, false), "a.png");
        Files.writeString(images.resolve("b.png"), "no picture");

        assertThat(predict().exitCode()).isEqualTo(1);

        try (var left = Files.exists(out) ? Files.list(out) : java.util.stream.Stream.<Path>empty()) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void saysWhyMasksCannotBeWritten() throws IOException {
        learn(1, Fit.CROP, 0, 0, 255);
        save(square(SIDE * 2, SIDE * 2, false), "one.png");
        Files.writeString(out, "a file where the folder should be");

        assertThat(predict().error()).contains("The masks cannot be written: ").contains("(ADG-628)");
    }

    @Test
    void refusesAColourImageForANetworkOfGreyOnes() throws IOException {
        learn(1, Fit.CROP, 0, 0, 255);
        save(square(SIDE, SIDE, true), "colour.png");

        assertThat(predict())
                .isEqualTo(
                        failure("Image " + images.resolve("colour.png") + " is in colour, but the network takes images"
                                + " of 1 channel. Convert it to grey, or use a network trained in colour. (ADG-210)"));
    }

    @Test
    void refusesAnImageSmallerThanTheNetworksWindow() throws IOException {
        learn(1, Fit.CROP, 0, 0, 255);
        save(square(SIDE - 1, SIDE, false), "small.png");

        assertThat(predict())
                .isEqualTo(failure("Image " + images.resolve("small.png") + " is " + (SIDE - 1) + " x " + SIDE
                        + " pixels and holds no window of " + SIDE + " x " + SIDE
                        + ", which the network was trained on."
                        + " Enlarge it, or use a network trained with fit resize. (ADG-209)"));
    }

    @Test
    void refusesAFolderThatIsNotThereOrHoldsNoImage() throws IOException {
        learn(1, Fit.CROP, 0, 0, 255);

        assertThat(predict())
                .isEqualTo(failure("Folder " + images + " holds no PNG, TIFF or JPEG file. Name a folder of images with"
                        + " --predict. (ADG-627)"));

        Files.delete(images);
        assertThat(predict())
                .isEqualTo(failure("There is no folder " + images + ". Name a folder of PNG, TIFF or JPEG files with"
                        + " --predict. (ADG-627)"));
    }

    @Test
    void refusesTwoImagesWhoseMasksWouldHaveOneName() throws IOException {
        learn(1, Fit.CROP, 0, 0, 255);
        save(square(SIDE, SIDE, false), "one.png");
        save(square(SIDE, SIDE, false), "one.tif");

        assertThat(predict())
                .isEqualTo(failure("Images " + images.resolve("one.png")
                        + " and one.tif would have the same mask, one.png." + " Rename one of them. (ADG-627)"));
    }

    @Test
    void refusesToWriteOverTheImagesByAnotherName() throws IOException {
        learn(1, Fit.CROP, 0, 0, 255);
        save(square(SIDE, SIDE, false), "one.png");
        byte[] before = Files.readAllBytes(images.resolve("one.png"));
        out = Files.createSymbolicLink(folder.resolve("link"), images);

        assertThat(predict("--overwrite"))
                .isEqualTo(failure("The masks would be written over the images in " + images
                        + ". Name another folder with --out. (ADG-627)"));
        assertThat(images.resolve("one.png")).hasBinaryContent(before);
    }

    @Test
    void refusesToWriteOverTheImages() throws IOException {
        learn(1, Fit.CROP, 0, 0, 255);
        save(square(SIDE, SIDE, false), "one.png");
        out = folder.resolve("masks/../images");

        assertThat(predict())
                .isEqualTo(failure("The masks would be written over the images in " + images
                        + ". Name another folder with --out. (ADG-627)"));
    }

    @Test
    void refusesAFileThatHoldsNoNetworkOfThisKind() throws IOException {
        Files.writeString(weights, "not a network");
        save(square(SIDE, SIDE, false), "one.png");

        Told told = predict();

        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.error())
                .startsWith("The weights " + weights + " cannot be used (")
                .endsWith(
                        "). Name the network.safetensors that a segmentation trainer of this version wrote. (ADG-626)")
                .hasLineCount(1);
    }

    @Test
    void refusesWeightsThatAreNotThere() throws IOException {
        save(square(SIDE, SIDE, false), "one.png");

        assertThat(predict())
                .isEqualTo(failure("There is no file " + weights + ". Name the network.safetensors that a segmentation"
                        + " trainer wrote into its state folder. (ADG-626)"));
    }

    /** Trains a network on squares until it finds them, and writes it as a trainer would. */
    private void learn(int channels, Fit fit, int loadSize, int background, int value) throws IOException {
        NetworkInputs inputs = new NetworkInputs(
                new UNetSettings(channels, 2, 4, 1),
                new DatasetSettings(SIDE, fit, loadSize, channels, IntensityScaling.NONE, Augmentation.NONE),
                new ClassTable(List.of(background, value)));
        try (UNet unet = new UNet(inputs.network(), 5)) {
            SegmentationTraining training = new SegmentationTraining(
                    unet,
                    new Adam(unet.parameters(), AdamSettings.SUPERVISED),
                    SegmentationLoss.BOTH,
                    squares(channels),
                    new SegmentationSettings(
                            1, 60, 4, new LearningRate(0.02, 0.5), Augmentation.DIHEDRAL, IntensityAugmentation.NONE));
            while (!training.isFinished()) {
                training.step();
            }
            SafeTensors.write(
                    weights, StateDictionary.of(unet.parameters()), inputs.metadata(Map.of("run", "squares")));
        }
    }

    private static List<TrainingPair> squares(int channels) {
        SplittableRandom random = new SplittableRandom(2);
        List<TrainingPair> pairs = new ArrayList<>();
        for (int pair = 0; pair < 8; pair++) {
            float[] image = new float[channels * SIDE * SIDE];
            byte[] labels = new byte[SIDE * SIDE];
            int left = random.nextInt(SIDE);
            int top = random.nextInt(SIDE);
            for (int i = 0; i < image.length; i++) {
                int p = i % labels.length;
                boolean inside = p % SIDE >= left && p / SIDE >= top;
                labels[p] = (byte) (inside ? 1 : 0);
                image[i] = (inside ? BRIGHT : DARK) / 127.5f - 1;
            }
            pairs.add(
                    new TrainingPair(FloatTensor.of(image, channels, SIDE, SIDE), LabelMap.of(SIDE, SIDE, 2, labels)));
        }
        return pairs;
    }

    private static BufferedImage square(int width, int height, boolean isColour) {
        BufferedImage picture = new BufferedImage(
                width, height, isColour ? BufferedImage.TYPE_3BYTE_BGR : BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int band = 0; band < (isColour ? 3 : 1); band++) {
                    // A file in colour whose bands are all alike is read as a grey one.
                    picture.getRaster().setSample(x, y, band, (isInside(x, y) ? BRIGHT : DARK) + band * TINGE);
                }
            }
        }
        return picture;
    }

    private static boolean isInside(int x, int y) {
        return x >= FROM && x < FROM + LENGTH && y >= FROM && y < FROM + LENGTH;
    }

    private void save(BufferedImage picture, String name) throws IOException {
        String format = name.substring(name.indexOf('.') + 1).toLowerCase(java.util.Locale.ROOT);
        assertThat(ImageIO.write(picture, format, images.resolve(name).toFile()))
                .isTrue();
    }

    private void assertFindsTheSquare(String name, int width, int height, int value) throws IOException {
        BufferedImage mask = ImageIO.read(out.resolve(name).toFile());
        assertThat(List.of(mask.getWidth(), mask.getHeight())).as(name).containsExactly(width, height);
        Set<Integer> values = new TreeSet<>();
        int right = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int found = mask.getRaster().getSample(x, y, 0);
                values.add(found);
                right += found == (isInside(x, y) ? value : 0) ? 1 : 0;
            }
        }
        assertThat(values).as("values of %s", name).containsExactly(0, value);
        assertThat((double) right / width / height).as("agreement of %s", name).isGreaterThan(0.95);
    }

    private Told predict(String... more) {
        StringWriter error = new StringWriter();
        CommandLine command = Asyndgan.commandLine().setErr(new PrintWriter(error, true));
        List<String> arguments =
                new ArrayList<>(List.of("segment", "--predict=" + images, "--weights=" + weights, "--out=" + out));
        arguments.addAll(List.of(more));
        int code = command.execute(arguments.toArray(String[]::new));
        return new Told(code, error.toString().strip());
    }

    private static Told failure(String sentence) {
        return new Told(1, sentence);
    }

    private record Told(int exitCode, String error) {}
}
