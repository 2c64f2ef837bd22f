package org.asyndgan.segmentation.prediction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.asyndgan.core.segmentation.prediction.AveragedPrediction;
import org.asyndgan.core.segmentation.prediction.NetworkInputs;
import org.asyndgan.core.segmentation.prediction.TiledPrediction;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.imaging.dataset.WorkingImage;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.image.Resize;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.imaging.label.LabelFile;
import org.asyndgan.nn.architecture.UNet;

/**
 * Masks of new images by a trained network.
 *
 * @param images folder of images of any size
 * @param weights of the network, as a segmentation trainer writes them
 * @param out folder of the masks
 * @param overwrite whether masks that are there already may be replaced
 */
public record Prediction(Path images, Path weights, Path out, boolean overwrite) {

    /** Is told how far it is. */
    @FunctionalInterface
    public interface Progress {

        /** So many images of so many have their masks; none before the first. */
        void masked(long done, long all);
    }

    /**
     * Writes a mask for every image of the folder, of the image's name and of the size that viewers show it in, as PNG; all of
     * them or none.
     *
     * @return the values in the masks
     * @throws PredictionException ADG-627 if images or places are not as they should be, ADG-628 if masks cannot be written
     */
    public ClassTable run(Progress progress) {
        NetworkInputs inputs = NetworkInputs.read(weights);
        List<Path> files = files(images);
        requireOwnPlaces(files, images, out);
        requireNothingLost(files, out, overwrite);
        Path fresh = out.toAbsolutePath().normalize().resolve(".new");
        discard(fresh);
        try (UNet network = inputs.open(weights)) {
            var averaged = new AveragedPrediction(network, inputs.averaged().flips());
            TiledPrediction prediction =
                    new TiledPrediction(averaged::of, inputs.images().imageSize());
            long done = 0;
            progress.masked(done, files.size());
            for (Path file : files) {
                WorkingImage image = WorkingImage.read(file, inputs.images());
                LabelMap found = prediction.of(image.image());
                LabelMap mask = new Resize(image.height(), image.width()).of(found);
                write(fresh.resolve(mask(file)), mask, inputs.classes());
                progress.masked(++done, files.size());
            }
            publish(files, fresh, out);
            return inputs.classes();
        } finally {
            discard(fresh);
        }
    }

    /** Takes away what a failure left of masks that have no places yet. */
    private static void discard(Path fresh) {
        try (Stream<Path> left = Files.isDirectory(fresh) ? Files.list(fresh) : Stream.empty()) {
            for (Path mask : (Iterable<Path>) left::iterator) {
                Files.delete(mask);
            }
            Files.deleteIfExists(fresh);
        } catch (IOException | UncheckedIOException refused) {
            // What made the masks fail is told; a later command takes a folder .new for nothing.
            return;
        }
    }

    private static void write(Path file, LabelMap mask, ClassTable classes) {
        try {
            LabelFile.write(file, mask, classes);
        } catch (UncheckedIOException refused) {
            throw notWritten(file, FileTrouble.reason(refused), refused);
        }
    }

    /** All masks get their places at once, so that a failure before leaves none. */
    private static void publish(List<Path> files, Path fresh, Path out) {
        try {
            for (Path file : files) {
                Files.move(
                        fresh.resolve(mask(file)),
                        out.resolve(mask(file)),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException refused) {
            throw notWritten(out, FileTrouble.reason(refused), refused);
        }
    }

    private static PredictionException notWritten(Path place, String why, Exception refused) {
        return new PredictionException(
                "ADG-628",
                "The masks cannot be written: " + why + " (" + place
                        + "). Free space, or name a folder that you may write to with --out.",
                refused);
    }

    private static void requireNothingLost(List<Path> files, Path out, boolean overwrite) {
        long there = files.stream()
                .filter(file -> Files.exists(out.resolve(mask(file))))
                .count();
        if (there > 0 && !overwrite) {
            throw new PredictionException(
                    "ADG-627",
                    there + " of the masks are in " + out
                            + " already. Name another folder with --out, or add --overwrite to replace them.");
        }
    }

    private static List<Path> files(Path images) {
        if (!Files.isDirectory(images)) {
            throw new PredictionException(
                    "ADG-627",
                    "There is no folder " + images + ". Name a folder of PNG, TIFF or JPEG" + " files with --predict.");
        }
        try (Stream<Path> entries = Files.list(images)) {
            List<Path> files = entries.filter(SiteFolder::isImage).sorted().toList();
            if (files.isEmpty()) {
                throw new PredictionException(
                        "ADG-627",
                        "Folder " + images + " holds no PNG, TIFF or JPEG file. Name a folder"
                                + " of images with --predict.");
            }
            return files;
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(images, e);
        }
    }

    /** No mask may take the place of another or of an image. */
    private static void requireOwnPlaces(List<Path> files, Path images, Path out) {
        if (isSame(out, images)) {
            throw new PredictionException(
                    "ADG-627",
                    "The masks would be written over the images in " + images + ". Name another folder with --out.");
        }
        Map<String, Path> byMask = new HashMap<>();
        for (Path file : files) {
            Path twin = byMask.put(mask(file), file);
            if (twin != null) {
                throw new PredictionException(
                        "ADG-627",
                        "Images " + twin + " and " + file.getFileName() + " would have the same mask, " + mask(file)
                                + ". Rename one of them.");
            }
        }
    }

    /** By whatever names, links among them. */
    private static boolean isSame(Path out, Path images) {
        try {
            boolean isSameName = out.toAbsolutePath()
                    .normalize()
                    .equals(images.toAbsolutePath().normalize());
            return isSameName || (Files.exists(out) && Files.isSameFile(out, images));
        } catch (IOException unreadable) {
            throw unreadable(images, unreadable);
        }
    }

    private static PredictionException unreadable(Path images, Exception why) {
        return new PredictionException(
                "ADG-627",
                "Folder " + images + " cannot be read (" + FileTrouble.reason(why)
                        + "). Name a folder of images that you may read with --predict.",
                why);
    }

    private static String mask(Path image) {
        String name = image.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.')) + ".png";
    }
}
