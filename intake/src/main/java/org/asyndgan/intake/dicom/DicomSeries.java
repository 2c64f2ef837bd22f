package org.asyndgan.intake.dicom;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.asyndgan.intake.dicom.DicomFile.Element;
import org.asyndgan.intake.dicom.DicomSlice.Place;
import org.asyndgan.intake.file.IntakeException;
import org.asyndgan.intake.file.Listing;
import org.asyndgan.intake.file.UnusedFiles;
import org.asyndgan.intake.file.UnusedFiles.Reason;
import org.asyndgan.intake.volume.Geometry;
import org.asyndgan.intake.volume.Vector;
import org.asyndgan.intake.volume.Volume;

/**
 * The slices of one series, in the order in which they lie along their normal.
 *
 * <p>Where a file does not say where its slice lies, the instance numbers give the order of all. Names of files mean
 * nothing.
 */
public final class DicomSeries {

    /** Slices nearer than this lie at the same place. */
    private static final double SAME_PLACE_MM = 1e-3;

    /** Gaps between slices that differ by more than this part of the smallest are said. */
    private static final double UNEVEN = 0.1;

    private final Path folder;
    private final boolean isPlaced;
    private final List<DicomSlice> slices;

    private DicomSeries(Path folder, List<DicomSlice> read) {
        this.folder = folder;
        this.isPlaced = read.stream().allMatch(slice -> slice.place().isPresent());
        this.slices =
                read.stream().sorted(Comparator.comparingDouble(this::height)).toList();
    }

    /** Whether there is a DICOM file in the folder. */
    public static boolean isIn(Path folder) {
        return Listing.of(folder, "", new UnusedFiles()).stream()
                .anyMatch(file -> Files.isRegularFile(file) && DicomFile.isOne(file));
    }

    /**
     * Reads all images in a folder as one volume; what else lies there is left aside.
     *
     * @param under what the names of things left aside begin with
     * @param use of the values: of labels, none is taken as padding
     * @throws IntakeException ADG-635 if there is none, if they are not of one series, or if a file cannot be used
     */
    public static Volume read(Path folder, String under, Use use, UnusedFiles aside) {
        List<DicomSlice> slices = new ArrayList<>();
        boolean hasContours = false;
        for (Path path : Listing.of(folder, under, aside)) {
            String name = under + Listing.name(path);
            if (Files.isDirectory(path)) {
                aside.add(Reason.FOLDER, name);
            } else if (!DicomFile.isOne(path)) {
                aside.add(Reason.OTHER_KIND, name);
            } else {
                DicomFile file = DicomFile.read(path);
                if (file.has(Element.ROWS)) {
                    slices.add(DicomSlice.of(file, use));
                } else {
                    aside.add(Reason.NO_PIXELS, name);
                    hasContours |= file.text(Element.MODALITY).orElse("").equals("RTSTRUCT");
                }
            }
        }
        if (slices.isEmpty()) {
            throw refused(
                    folder,
                    hasContours
                            ? "it holds contours (RTSTRUCT) and no pixels. Write them as NIfTI, with plastimatch convert"
                                    + " or dcmrtstruct2nii, and give that as the patient's labels"
                            : "none of its files is a DICOM image; folders inside it are not looked into");
        }
        DicomSeries series = new DicomSeries(folder, slices);
        series.refuseSeveral();
        series.refuseUnlike();
        series.refuseTwins();
        return series.volume();
    }

    /** What pixels are read for. */
    public enum Use {
        IMAGE,
        LABEL
    }

    private void refuseSeveral() {
        Map<String, DicomSlice> firsts = new LinkedHashMap<>();
        slices.forEach(slice -> firsts.putIfAbsent(slice.series(), slice));
        if (firsts.size() > 1) {
            List<String> names =
                    firsts.values().stream().map(DicomSlice::file).sorted().toList();
            throw refused(
                    folder,
                    "it holds " + firsts.size() + " series, with " + names.get(0) + " in one and " + names.get(1)
                            + " in another. Leave the files of one");
        }
    }

    private void refuseUnlike() {
        DicomSlice first = slices.get(0);
        for (DicomSlice other : slices) {
            boolean isLike = first.width() == other.width()
                    && first.height() == other.height()
                    && first.isInverted() == other.isInverted()
                    && (!isPlaced || isParallel(first, other));
            if (!isLike) {
                throw refused(
                        folder,
                        "its slices " + first.file() + " and " + other.file()
                                + " differ in size, spacing, orientation or kind of grey. Leave the files of one"
                                + " volume");
            }
        }
    }

    /** Whether pixels of the same row and column lie on each other once the first ones do. */
    private static boolean isParallel(DicomSlice one, DicomSlice other) {
        Place place = one.place().orElseThrow();
        Place there = other.place().orElseThrow();
        double wide = Vector.length(Vector.minus(place.across(), there.across())) * (one.width() - 1);
        double high = Vector.length(Vector.minus(place.down(), there.down())) * (one.height() - 1);
        double pixel = Math.min(Vector.length(place.across()), Vector.length(place.down()));
        return wide + high <= Geometry.TOLERANCE * pixel;
    }

    private void refuseTwins() {
        for (int i = 1; i < slices.size(); i++) {
            DicomSlice one = slices.get(i - 1);
            DicomSlice other = slices.get(i);
            if (Double.isNaN(height(other)) || height(other) - height(one) < SAME_PLACE_MM) {
                throw refused(
                        folder,
                        "its slices " + one.file() + " and " + other.file()
                                + (isPlaced
                                        ? " lie at the same place"
                                        : " have neither a place nor instance numbers of their own")
                                + ". Leave the files of one volume");
            }
        }
    }

    private double height(DicomSlice slice) {
        return isPlaced ? slice.place().orElseThrow().height() : slice.number().orElse(Double.NaN);
    }

    private Volume volume() {
        DicomSlice first = slices.get(0);
        int area = first.width() * first.height();
        if ((long) area * slices.size() > Integer.MAX_VALUE) {
            throw refused(folder, "its " + slices.size() + " slices are more than one volume has");
        }
        float[] voxels = new float[area * slices.size()];
        double rounding = 0;
        for (int k = 0; k < slices.size(); k++) {
            System.arraycopy(slices.get(k).values(), 0, voxels, k * area, area);
            rounding = Math.max(rounding, slices.get(k).rounding());
        }
        return new Volume(geometry(), isPlaced, 2, first.isInverted(), rounding, voxels, remarks());
    }

    private Geometry geometry() {
        DicomSlice first = slices.get(0);
        double[] spacing = first.spacing().length == 2 ? first.spacing() : new double[] {1, 1};
        Place place = isPlaced
                ? first.place().orElseThrow()
                : new Place(new double[3], new double[] {spacing[1], 0, 0}, new double[] {0, spacing[0], 0}, 1);
        double[][] corners = new double[slices.size()][];
        for (int k = 0; k < corners.length; k++) {
            corners[k] = isPlaced
                    ? slices.get(k).place().orElseThrow().corner()
                    : new double[] {0, 0, height(slices.get(k))};
        }
        return Geometry.ofSlices(
                first.width(), first.height(), place.across(), place.down(), corners, place.thickness());
    }

    /** Says where a slice may be missing. */
    private List<String> remarks() {
        double smallest = Double.POSITIVE_INFINITY;
        int widest = 0;
        double gap = 0;
        for (int k = 1; k < slices.size(); k++) {
            double next = height(slices.get(k)) - height(slices.get(k - 1));
            smallest = Math.min(smallest, next);
            if (next > gap) {
                gap = next;
                widest = k;
            }
        }
        return gap > smallest * (1 + UNEVEN)
                ? List.of(String.format(
                        Locale.ROOT,
                        "Slices %s and %s of %s are %.2f %s apart, others %.2f: a slice may be missing",
                        slices.get(widest - 1).file(),
                        slices.get(widest).file(),
                        folder,
                        gap,
                        isPlaced ? "mm" : "numbers",
                        smallest))
                : List.of();
    }

    private static IntakeException refused(Path folder, String why) {
        return new IntakeException("ADG-635", "DICOM folder " + folder + " cannot be used: " + why + ".");
    }
}
