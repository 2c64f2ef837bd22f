package org.asyndgan.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A folder with {@code images/PATIENT/}, a DICOM series each, and labels for each: {@code labels/PATIENT/}, a DICOM
 * series of the same geometry, or {@code labels/PATIENT.nii.gz}.
 *
 * <p>A patient is called what the folder is called. Labels are put to images by where they lie, never by the order of
 * files.
 */
final class DicomSource {

    private DicomSource() {}

    static boolean isOne(Path from) {
        return patients(from).stream().anyMatch(DicomSeries::isIn);
    }

    /** @throws IntakeException ADG-630, 631 or 635 if a series is broken, lacks its labels or differs from them */
    static void read(Path from, Consumer<Scan> taker) {
        patients(from).forEach(folder -> taker.accept(scan(folder, from.resolve("labels"))));
    }

    private static List<Path> patients(Path from) {
        Path images = from.resolve("images");
        if (!Files.isDirectory(images)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(images)) {
            return entries.filter(entry -> Files.isDirectory(entry)
                            && !entry.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Folder " + images + " cannot be listed", e);
        }
    }

    private static Scan scan(Path folder, Path labels) {
        String patient = folder.getFileName().toString();
        List<Path> found = Stream.of(patient, patient + ".nii.gz", patient + ".nii")
                .map(labels::resolve)
                .filter(Files::exists)
                .toList();
        if (found.size() != 1) {
            throw unfit("Series " + folder + " has "
                    + (found.isEmpty() ? "no labels" : "labels in both " + found.get(0) + " and " + found.get(1))
                    + ". Give " + patient + ".nii.gz or a folder " + patient + " of DICOM files in " + labels);
        }
        DicomSeries series = DicomSeries.read(folder);
        Path label = found.get(0);
        float[][] truth = Files.isDirectory(label)
                ? labels(series, DicomSeries.read(label))
                : labels(series, label, NiftiVolume.read(label));
        List<DicomSlice> slices = series.slices();
        return new Scan(
                patient,
                "",
                1,
                slices.get(0).height(),
                slices.get(0).width(),
                slices.stream().map(DicomSlice::values).toArray(float[][]::new),
                Stream.of(truth)
                        .map(values -> NiftiSource.wholeNumbers(values, label))
                        .toArray(int[][]::new));
    }

    private static float[][] labels(DicomSeries images, DicomSeries labels) {
        DicomSlice first = images.slices().get(0);
        DicomSlice other = labels.slices().get(0);
        String both = "Series " + images.folder() + " and its labels differ in ";
        if (first.width() != other.width() || first.height() != other.height()) {
            throw unfit(both + "size: " + first.width() + " x " + first.height() + " and " + other.width() + " x "
                    + other.height() + " pixels. Resample the labels to the image");
        }
        if (images.isPlaced() != labels.isPlaced()) {
            throw unfit(both + "what they tell: only the " + (images.isPlaced() ? "images" : "labels")
                    + " have position, orientation and pixel spacing. Save both with them");
        }
        refuseOtherSpacing(first, other, both);
        for (DicomSlice slice : labels.slices()) {
            if (images.at(slice).isEmpty()) {
                throw unfit("Label slice " + labels.folder().resolve(slice.file()) + " has no image: no slice of "
                        + images.folder() + " lies where it does. Take it away");
            }
        }
        return images.slices().stream()
                .map(slice -> label(slice, images, labels).values())
                .toArray(float[][]::new);
    }

    private static void refuseOtherSpacing(DicomSlice image, DicomSlice label, String both) {
        double[] one = image.spacing();
        double[] other = label.spacing();
        for (int i = 0; i < Math.min(one.length, other.length); i++) {
            int pixels = i == 0 ? image.height() : image.width();
            if (Math.abs(one[i] - other[i]) * pixels > DicomSeries.TOLERANCE * one[i]) {
                throw unfit(both + "pixel spacing: " + one[0] + " x " + one[1] + " and " + other[0] + " x " + other[1]
                        + " mm. Resample the labels to the image");
            }
        }
    }

    private static DicomSlice label(DicomSlice image, DicomSeries images, DicomSeries labels) {
        DicomSlice label = labels.at(image)
                .orElseThrow(() -> unfit("Slice "
                        + images.folder().resolve(image.file()) + " has no label: no slice of " + labels.folder()
                        + " lies where it does. Add one, empty if nothing is labelled, or take the slice away"));
        if (images.isPlaced()) {
            DicomPlane plane = image.plane().orElseThrow();
            double off = plane.offFrom(label.plane().orElseThrow(), image.width(), image.height());
            if (off > DicomSeries.TOLERANCE * plane.pixel()) {
                throw unfit(String.format(
                        Locale.ROOT,
                        "Slice %s and its label %s are shifted or turned against each other, by %.2f mm. Resample the"
                                + " labels to the image",
                        images.folder().resolve(image.file()),
                        labels.folder().resolve(label.file()),
                        off));
            }
        }
        return label;
    }

    private static float[][] labels(DicomSeries images, Path file, NiftiVolume volume) {
        if (!images.isPlaced()) {
            throw unfit("Series " + images.folder() + " does not say where its slices lie, so that the labels in "
                    + file + " cannot be put to them. Give labels as a DICOM series");
        }
        NiftiGrid grid = volume.grid()
                .orElseThrow(() -> unfit("Labels " + file
                        + " do not say where their voxels lie: both sform_code and qform_code are 0. Save them with the"
                        + " orientation of the images, or as a DICOM series"));
        int voxels = volume.width() * volume.height() * volume.depth();
        List<DicomSlice> slices = images.slices();
        DicomSlice first = slices.get(0);
        if ((long) slices.size() * first.width() * first.height() != voxels) {
            throw unfit("Series " + images.folder() + " and its labels differ in size: " + first.width() + " x "
                    + first.height() + " x " + slices.size() + " and, with axes in an order of their own, "
                    + volume.width() + " x " + volume.height() + " x " + volume.depth()
                    + " voxels. Resample the labels to the image");
        }
        Set<Integer> layers = new HashSet<>();
        float[][] labels = new float[slices.size()][];
        for (int z = 0; z < labels.length; z++) {
            DicomSlice slice = slices.get(z);
            int[] under = grid.under(slice.plane().orElseThrow(), slice.width(), slice.height())
                    .filter(places -> layers.add(places[0]))
                    .orElseThrow(() -> unfit("Slice " + images.folder().resolve(slice.file())
                            + " does not lie on a layer of voxels of its own in the labels " + file
                            + ", or covers it in part. Resample the labels to the image"));
            labels[z] = volume.at(under);
        }
        return labels;
    }

    private static IntakeException unfit(String what) {
        return new IntakeException("ADG-631", what + ".");
    }
}
