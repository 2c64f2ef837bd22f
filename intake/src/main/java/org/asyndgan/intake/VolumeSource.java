package org.asyndgan.intake;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.asyndgan.intake.dicom.DicomFile;
import org.asyndgan.intake.dicom.DicomSeries;
import org.asyndgan.intake.dicom.DicomSeries.Use;
import org.asyndgan.intake.file.IntakeException;
import org.asyndgan.intake.file.Listing;
import org.asyndgan.intake.file.UnusedFiles.Reason;
import org.asyndgan.intake.nifti.NiftiFile;
import org.asyndgan.intake.volume.AxisOrder;
import org.asyndgan.intake.volume.Geometry;
import org.asyndgan.intake.volume.Padding;
import org.asyndgan.intake.volume.Plane;
import org.asyndgan.intake.volume.Volume;

/**
 * A folder with {@code images} and {@code labels} in it, and in each, for each patient, a NIfTI volume
 * {@code PATIENT.nii.gz} or a folder {@code PATIENT} with one DICOM series.
 *
 * <p>A patient is called what the file or folder is called. Labels are put to images by where they lie, never by the order
 * of voxels or files.
 */
final class VolumeSource {

    /** In-plane spacings that differ more make stretched pictures. */
    private static final double SQUARE = 0.25;

    private final Path from;
    private final IntakeSettings settings;
    private final Findings findings;
    private String firstPatient = "";
    private Optional<Plane> firstPlane = Optional.empty();

    VolumeSource(Path from, IntakeSettings settings, Findings findings) {
        this.from = from;
        this.settings = settings;
        this.findings = findings;
    }

    /** @throws IntakeException ADG-630, 631, 634 or 635 if a volume is broken, lacks its labels or differs from them */
    void read(Consumer<Scan> taker) {
        Map<String, Path> images = patients("images");
        Map<String, Path> labels = patients("labels");
        for (Path other : Listing.of(from, "", findings.unused())) {
            String name = Listing.name(other);
            if (!name.equals("images") && !name.equals("labels")) {
                findings.unused().add(Files.isDirectory(other) ? Reason.FOLDER : Reason.OTHER_KIND, name);
            }
        }
        labels.forEach((patient, file) -> {
            if (!images.containsKey(patient)) {
                findings.unused().add(Reason.NO_IMAGE, "labels/" + Listing.name(file));
            }
        });
        if (images.isEmpty()) {
            throw new IntakeException(
                    "ADG-634",
                    "There is nothing to import in " + from.resolve("images")
                            + ": no PATIENT.nii or .nii.gz (pairs of .hdr and .img are not read), and no folder PATIENT with DICOM files in it."
                            + (findings.unused().isEmpty() ? "" : " Left aside: " + findings.unused() + "."));
        }
        images.forEach((patient, file) -> taker.accept(scan(patient, file, partner(patient, file, labels))));
    }

    private Map<String, Path> patients(String kind) {
        Map<String, Path> patients = new TreeMap<>();
        if (Files.isDirectory(from.resolve(kind))) {
            for (Path entry : Listing.of(from.resolve(kind), kind + "/", findings.unused())) {
                patient(entry, kind).ifPresent(name -> {
                    Path other = patients.put(name, entry);
                    if (other != null) {
                        throw unfit("Both " + other + " and " + entry + " would be of the patient " + name
                                + ". Names that differ in their ending or in their Unicode form alone are one name;"
                                + " leave one of the two");
                    }
                });
            }
        }
        return patients;
    }

    private Optional<String> patient(Path entry, String kind) {
        String name = Listing.name(entry);
        String lower = name.toLowerCase(Locale.ROOT);
        Reason reason;
        if (Files.isDirectory(entry)) {
            if (DicomSeries.isIn(entry)) {
                return Optional.of(name);
            }
            reason = Reason.FOLDER;
        } else if (lower.endsWith(".nii") || lower.endsWith(".nii.gz")) {
            return Optional.of(name.substring(0, lower.lastIndexOf(".nii")));
        } else {
            reason = DicomFile.isOne(entry) ? Reason.LOOSE_SLICE : Reason.OTHER_KIND;
        }
        findings.unused().add(reason, kind + "/" + name);
        return Optional.empty();
    }

    private Path partner(String patient, Path file, Map<String, Path> labels) {
        Path label = labels.get(patient);
        if (label == null) {
            String alike = labels.keySet().stream()
                    .filter(name -> name.equalsIgnoreCase(patient))
                    .findFirst()
                    .map(name -> ", but one of " + name)
                    .orElse("");
            throw unfit("Volume " + file + " has no labels: there is no " + patient + ".nii or .nii.gz and no folder "
                    + patient + " with DICOM files in " + from.resolve("labels") + alike
                    + ". Add it, or take the volume away");
        }
        return label;
    }

    private Scan scan(String patient, Path file, Path label) {
        Pictures pictures = pictures(patient, file);
        Volume truth = volume(label, "labels/", Use.LABEL);
        AxisOrder toLabel = onto(patient, file, pictures, label, truth);
        AxisOrder order = pictures.order.then(toLabel);
        int[][] labels =
                ClassValues.of(pictures.slices.length, z -> truth.slice(order, z), truth.rounding(), label, findings);
        int width = pictures.geometry.size(pictures.order.axis(0));
        int height = pictures.geometry.size(pictures.order.axis(1));
        return new Scan(patient, "", 1, height, width, pictures.slices, labels);
    }

    /** Keeps of a volume no more than its pictures, so that one copy of its voxels is in memory with the labels. */
    private Pictures pictures(String patient, Path file) {
        Volume image = volume(file, "images/", Use.IMAGE);
        Geometry geometry = image.geometry();
        int sliceAxis = sliceAxis(patient, image);
        findings.facts()
                .add(patient + ": " + geometry.voxels() + " voxels of " + geometry.spacings() + " mm, cut "
                        + (image.isPlaced() ? geometry.plane(sliceAxis) : "as stored"));
        clean(patient, image);
        AxisOrder order = geometry.pictures(sliceAxis);
        float[][] slices = new float[geometry.size(order.axis(2))][];
        for (int z = 0; z < slices.length; z++) {
            slices[z] = image.slice(order, z);
        }
        return new Pictures(geometry, image.isPlaced(), order, slices);
    }

    private Volume volume(Path path, String under, Use use) {
        Volume volume = Files.isDirectory(path)
                ? DicomSeries.read(path, under + Listing.name(path) + "/", use, findings.unused())
                : NiftiFile.read(path);
        findings.doubts().addAll(volume.remarks());
        return volume;
    }

    /** Puts NaN in the place of padding and turns what is shown inverted. */
    private void clean(String patient, Volume image) {
        float[] voxels = image.voxels();
        Padding.clear(voxels).ifPresent(values -> findings.facts().add(patient + ": taken as padding: " + values));
        if (image.isInverted()) {
            findings.facts().add(patient + ": turned from white on black, as MONOCHROME1 says");
            for (int i = 0; i < voxels.length; i++) {
                voxels[i] = -voxels[i];
            }
        }
        int unmeasured = 0;
        for (float voxel : voxels) {
            unmeasured += Float.isNaN(voxel) ? 1 : 0;
        }
        if (unmeasured > 0) {
            findings.facts().add(patient + ": voxels without a measurement, drawn black: " + unmeasured);
        }
    }

    private int sliceAxis(String patient, Volume image) {
        Geometry geometry = image.geometry();
        int axis = image.sliceAxis();
        if (image.isPlaced()) {
            axis = settings.plane().map(geometry::sliceAxis).orElse(axis);
            requireOnePlane(patient, geometry.plane(axis));
        }
        if (settings.plane().isPresent() && image.isPlaced() && !geometry.isSquareAcross(axis, SQUARE)) {
            throw new IntakeException(
                    "ADG-634",
                    "Patient " + patient + " cannot be cut " + geometry.plane(axis) + ": its voxels are "
                            + geometry.spacings() + " mm, so that the pixels would not be square. Leave --plane away,"
                            + " or resample the volume.");
        }
        if (!geometry.isSquareAcross(axis, SQUARE)) {
            findings.doubts()
                    .add("The pictures of patient " + patient + " are stretched: its voxels are " + geometry.spacings()
                            + " mm");
        }
        return axis;
    }

    private void requireOnePlane(String patient, Plane plane) {
        if (firstPlane.isEmpty()) {
            firstPlane = Optional.of(plane);
            firstPatient = patient;
        }
        if (firstPlane.get() != plane) {
            throw new IntakeException(
                    "ADG-634",
                    "The slices of patient " + firstPatient + " are " + firstPlane.get() + " and those of patient "
                            + patient + " " + plane + ", but a network sees one plane at a site. Import those of each"
                            + " plane from a folder of their own, or name one plane for all with --plane.");
        }
    }

    private AxisOrder onto(String patient, Path file, Pictures pictures, Path label, Volume truth) {
        boolean isPlaced = pictures.isPlaced;
        String both = "Volume " + file + " and its labels " + label;
        if (isPlaced != truth.isPlaced()) {
            throw unfit(both + " cannot be put together by place: only the " + (isPlaced ? "volume" : "labels")
                    + " says where its voxels lie. Save both with orientation and position");
        }
        if (!isPlaced && (!settings.byIndex() || Files.isDirectory(file) != Files.isDirectory(label))) {
            throw unfit(both + " do not say where their voxels lie (NIfTI: sform_code and qform_code are 0; DICOM: no"
                    + " position, orientation or pixel spacing). Save them with orientation and position, or, if you"
                    + " know that they are stored alike, take them voxel by voxel with --by-index");
        }
        AxisOrder along = pictures.geometry.along(truth.geometry());
        pictures.geometry.differenceTo(truth.geometry(), along).ifPresent(difference -> {
            throw unfit(both + " do not lie on each other: they differ in " + difference
                    + ". Resample the labels to the image, by nearest neighbour, or export both anew");
        });
        if (!isPlaced) {
            findings.facts().add(patient + ": labels put to the image voxel by voxel (--by-index)");
        } else if (!along.isStraight()) {
            findings.facts().add(patient + ": labels turned to the image");
        }
        return along;
    }

    private static IntakeException unfit(String what) {
        return new IntakeException("ADG-631", what + ".");
    }

    /** @param order how columns, rows and slices run along the voxels of the geometry */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Pictures(Geometry geometry, boolean isPlaced, AxisOrder order, float[][] slices) {}
}
