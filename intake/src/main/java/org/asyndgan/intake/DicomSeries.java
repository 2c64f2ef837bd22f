package org.asyndgan.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.asyndgan.intake.DicomFile.Element;

/**
 * The slices of one series, in the order in which they lie along their normal.
 *
 * <p>Where a file does not say where its slice lies, the instance numbers give the order of all. Names of files mean
 * nothing.
 */
final class DicomSeries {

    /** Slices nearer than this lie at the same place. */
    private static final double SAME_PLACE_MM = 1e-3;

    /** What geometries may differ, of a pixel or of the gap between slices. */
    static final double TOLERANCE = 0.1;

    private final Path folder;
    private final boolean isPlaced;
    private final List<DicomSlice> slices;

    private DicomSeries(Path folder, List<DicomSlice> read) {
        this.folder = folder;
        this.isPlaced = read.stream().allMatch(slice -> slice.plane().isPresent());
        this.slices =
                read.stream().sorted(Comparator.comparingDouble(this::place)).toList();
    }

    /** Whether there is a DICOM file in the folder. */
    static boolean isIn(Path folder) {
        return files(folder).stream().anyMatch(DicomFile::isOne);
    }

    /**
     * Reads all images in a folder; hidden files, folders inside it, files that are not DICOM and DICOM files that hold
     * no image, such as a DICOMDIR, are left alone.
     *
     * @throws IntakeException ADG-635 if there is none, if they are not of one series, or if a file cannot be used
     */
    static DicomSeries read(Path folder) {
        List<DicomSlice> slices = new ArrayList<>();
        for (Path path : files(folder)) {
            if (DicomFile.isOne(path)) {
                DicomFile file = DicomFile.read(path);
                if (file.has(Element.ROWS)) {
                    slices.add(DicomSlice.of(file));
                }
            }
        }
        if (slices.isEmpty()) {
            throw refused(folder, "none of its files is a DICOM image; folders inside it are not looked into");
        }
        DicomSeries series = new DicomSeries(folder, slices);
        series.refuseSeveral();
        series.refuseUnlike();
        series.refuseTwins();
        return series;
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> Files.isRegularFile(file)
                            && !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Folder " + folder + " cannot be listed", e);
        }
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
                    && (!isPlaced || isParallel(first, other));
            if (!isLike) {
                throw refused(
                        folder,
                        "its slices " + first.file() + " and " + other.file()
                                + " differ in size, spacing or orientation. Leave the files of one volume");
            }
        }
    }

    private static boolean isParallel(DicomSlice one, DicomSlice other) {
        DicomPlane plane = one.plane().orElseThrow();
        return plane.turnedAgainst(other.plane().orElseThrow(), one.width(), one.height()) <= TOLERANCE * plane.pixel();
    }

    private void refuseTwins() {
        for (int i = 1; i < slices.size(); i++) {
            DicomSlice one = slices.get(i - 1);
            DicomSlice other = slices.get(i);
            if (Double.isNaN(place(other)) || place(other) - place(one) < SAME_PLACE_MM) {
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

    private double place(DicomSlice slice) {
        return isPlaced ? slice.plane().orElseThrow().height() : slice.number().orElse(Double.NaN);
    }

    private static IntakeException refused(Path folder, String why) {
        return new IntakeException("ADG-635", "DICOM folder " + folder + " cannot be used: " + why + ".");
    }

    Path folder() {
        return folder;
    }

    /** In their order, at least one, all of one size. */
    List<DicomSlice> slices() {
        return slices;
    }

    /** Whether every file says where its slice lies. */
    boolean isPlaced() {
        return isPlaced;
    }

    /** The slice that lies at the height of one of another series; by number where both have no places. */
    Optional<DicomSlice> at(DicomSlice other) {
        double gap = slices.get(0).plane().map(DicomPlane::pixel).orElse(1.0);
        for (int i = 1; i < slices.size(); i++) {
            gap = Math.min(gap, place(slices.get(i)) - place(slices.get(i - 1)));
        }
        double tolerance = TOLERANCE * gap;
        return slices.stream()
                .filter(slice -> Math.abs(place(slice) - place(other)) <= tolerance)
                .findFirst();
    }
}
