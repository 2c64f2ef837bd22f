package org.asyndgan.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A folder with {@code images/PATIENT.nii.gz} and {@code labels/PATIENT.nii.gz}, one volume a patient. */
final class NiftiSource {

    private NiftiSource() {}

    static boolean isOne(Path from) {
        return Files.isDirectory(from.resolve("images"))
                && !volumes(from.resolve("images")).isEmpty();
    }

    /** @throws IntakeException ADG-630 or 631 if a volume is broken, lacks its labels or differs from them */
    static void read(Path from, Consumer<Scan> taker) {
        Map<String, Path> labels = volumes(from.resolve("labels"));
        volumes(from.resolve("images")).forEach((patient, file) -> {
            Path label = labels.get(patient);
            if (label == null) {
                throw new IntakeException(
                        "ADG-631",
                        "Volume " + file + " has no labels: there is no " + patient + ".nii or .nii.gz in "
                                + from.resolve("labels") + ". Add it, or take the volume away.");
            }
            taker.accept(scan(patient, file, label));
        });
    }

    private static Scan scan(String patient, Path file, Path label) {
        NiftiVolume image = NiftiVolume.read(file);
        NiftiVolume truth = NiftiVolume.read(label);
        if (image.width() != truth.width() || image.height() != truth.height() || image.depth() != truth.depth()) {
            throw new IntakeException(
                    "ADG-631",
                    "Volume " + file + " and its labels differ in size: " + size(image) + " and " + size(truth)
                            + " voxels. Resample the labels to the image.");
        }
        float[][] images = new float[image.depth()][];
        int[][] labels = new int[image.depth()][];
        for (int z = 0; z < images.length; z++) {
            images[z] = image.slice(z);
            labels[z] = wholeNumbers(truth.slice(z), label);
        }
        return new Scan(patient, "", 1, image.height(), image.width(), images, labels);
    }

    private static String size(NiftiVolume volume) {
        return volume.width() + " x " + volume.height() + " x " + volume.depth();
    }

    static int[] wholeNumbers(float[] values, Object where) {
        int[] numbers = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            numbers[i] = Math.round(values[i]);
            if (numbers[i] != values[i] || numbers[i] < 0 || numbers[i] > Character.MAX_VALUE) {
                throw new IntakeException(
                        "ADG-631",
                        "The labels in " + where + " hold " + values[i]
                                + ", but a label is a whole number of 0 to 65535, its class.");
            }
        }
        return numbers;
    }

    private static Map<String, Path> volumes(Path folder) {
        Map<String, Path> volumes = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return volumes;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            entries.sorted().forEach(file -> {
                String name = file.getFileName().toString();
                for (String ending : List.of(".nii", ".nii.gz")) {
                    if (name.endsWith(ending) && !name.startsWith(".")) {
                        volumes.put(name.substring(0, name.length() - ending.length()), file);
                    }
                }
            });
            return volumes;
        } catch (IOException e) {
            throw new UncheckedIOException("Folder " + folder + " cannot be listed", e);
        }
    }
}
