package org.asyndgan.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.asyndgan.command.progress.Screen;
import org.asyndgan.command.run.RunException;
import org.asyndgan.core.segmentation.AveragedPrediction;
import org.asyndgan.core.segmentation.NetworkInputs;
import org.asyndgan.core.segmentation.TiledPrediction;
import org.asyndgan.imaging.dataset.LabelFile;
import org.asyndgan.imaging.dataset.SiteFolder;
import org.asyndgan.imaging.dataset.WorkingImage;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.image.Resize;
import org.asyndgan.nn.kernel.Engine;
import org.asyndgan.nn.network.UNet;

/** {@code asyndgan segment --predict}: masks of new images by a trained network. */
final class Prediction {

    private Prediction() {}

    /**
     * Writes a mask for every image of a folder, of the image's size and name, as PNG.
     *
     * @return the exit code
     */
    static int run(Path images, Path weights, Path out) {
        NetworkInputs inputs = NetworkInputs.read(weights);
        List<Path> files = files(images);
        requireOwnPlaces(files, images, out);
        try (Screen screen = Screens.open(InstantSource.system());
                UNet network = inputs.open(weights)) {
            screen.stage("Segmenting " + files.size() + " images of " + images + " with " + Engine.describe());
            var averaged = new AveragedPrediction(network, inputs.averaged().flips());
            TiledPrediction prediction =
                    new TiledPrediction(averaged::of, inputs.images().imageSize());
            long done = 0;
            for (Path file : files) {
                WorkingImage image = WorkingImage.read(file, inputs.images());
                LabelMap found = prediction.of(image.image());
                LabelMap mask = new Resize(image.height(), image.width()).of(found);
                LabelFile.write(out.resolve(mask(file)), mask, inputs.classes());
                screen.progress("images", ++done, files.size(), "");
            }
            screen.stage("The masks are in " + out + ", with the values " + inputs.classes());
        }
        return 0;
    }

    private static List<Path> files(Path images) {
        if (!Files.isDirectory(images)) {
            throw new RunException(
                    "ADG-627",
                    "There is no folder " + images + ". Name a folder of PNG, TIFF or JPEG" + " files with --predict.");
        }
        try (Stream<Path> entries = Files.list(images)) {
            List<Path> files = entries.filter(SiteFolder::isImage).sorted().toList();
            if (files.isEmpty()) {
                throw new RunException(
                        "ADG-627",
                        "Folder " + images + " holds no PNG, TIFF or JPEG file. Name a folder"
                                + " of images with --predict.");
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("Folder " + images + " cannot be listed", e);
        }
    }

    /** No mask may take the place of another or of an image. */
    private static void requireOwnPlaces(List<Path> files, Path images, Path out) {
        if (out.toAbsolutePath().normalize().equals(images.toAbsolutePath().normalize())) {
            throw new RunException(
                    "ADG-627",
                    "The masks would be written over the images in " + images + ". Name another folder with --out.");
        }
        Map<String, Path> byMask = new HashMap<>();
        for (Path file : files) {
            Path twin = byMask.put(mask(file), file);
            if (twin != null) {
                throw new RunException(
                        "ADG-627",
                        "Images " + twin + " and " + file.getFileName() + " would have the same mask, " + mask(file)
                                + ". Rename one of them.");
            }
        }
    }

    private static String mask(Path image) {
        String name = image.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.')) + ".png";
    }
}
