package org.asyndgan.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.asyndgan.imaging.dataset.PngFile;

/**
 * Writes the slices of a source as one site's folder: 16-bit PNG images, PNG labels, and a manifest with their patients.
 *
 * <p>Intensities are windowed to the 0.5th and 99.5th percentile of the slice or of the whole volume. Without a split
 * in the source every fifth patient is a test patient (the readers' rule). {@code intake.txt} beside the manifest says
 * what was done. Single-use.
 */
public final class Intake {

    private static final double LOW = 0.005;
    private static final double HIGH = 0.995;
    private static final int CEILING = 65535;
    private static final double HEAD_ABOVE = 0.05;
    private static final int OUTLINE = 255;

    private final IntakeSettings settings;
    private final Path folder;
    private final List<String> rows = new ArrayList<>();
    private int slices;
    private int scans;
    private boolean withSplit;

    /** @param out folder of the data set, in which the site's folder will be */
    public Intake(IntakeSettings settings, Path out) {
        this.settings = settings;
        this.folder = out.resolve(settings.site());
    }

    /**
     * Reads a folder of NIfTI volumes or DICOM series, or an HDF5 file.
     *
     * @return what was written, in a sentence
     * @throws IntakeException ADG-630 to 636 if the source is not as it should be, the site is there already or
     *     memory runs out
     */
    public String take(Path from) {
        if (Files.exists(folder)) {
            throw new IntakeException(
                    "ADG-633",
                    "The folder " + folder + " is there already. Name another site or folder, or remove it first.");
        }
        try {
            read(from);
        } catch (OutOfMemoryError exhausted) {
            throw new IntakeException(
                    "ADG-636",
                    "A volume of " + from + " does not fit into the "
                            + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MiB that Java has. Set ASYNDGAN_JAVA_OPTS=-Xmx4g, remove " + folder + " and import"
                            + " again.",
                    exhausted);
        }
        finish(from);
        return slices + " of " + scans + " slices written to " + folder;
    }

    private void read(Path from) {
        boolean isNifti = NiftiSource.isOne(from);
        boolean isDicom = DicomSource.isOne(from);
        if (isNifti && isDicom) {
            throw new IntakeException(
                    "ADG-634",
                    from.resolve("images") + " holds NIfTI volumes and DICOM series, whose rows and columns may run in"
                            + " opposite directions. Import each kind from a folder of its own.");
        } else if (isNifti) {
            NiftiSource.read(from, this::write);
        } else if (isDicom) {
            DicomSource.read(from, this::write);
        } else if (Files.isRegularFile(from)) {
            new Hdf5Source(from, settings.modality()).read(this::write);
        } else {
            throw new IntakeException(
                    "ADG-634",
                    from + " is neither an HDF5 file nor a folder with images/PATIENT.nii.gz or DICOM files in"
                            + " images/PATIENT, and with labels of the same names in labels.");
        }
    }

    private void write(Scan scan) {
        withSplit |= !scan.split().isEmpty();
        float[] window = settings.perVolume() ? window(scan.images()) : new float[0];
        for (int z = 0; z < scan.slices(); z++) {
            scans++;
            if (labelled(scan.labels()[z]) >= settings.leastLabelled()) {
                write(scan, z, settings.perVolume() ? window : window(scan.images()[z]));
            }
        }
    }

    private void write(Scan scan, int z, float[] window) {
        String name = String.format(Locale.ROOT, "%05d.png", slices++);
        int[] labels = scan.labels()[z].clone();
        if (settings.outline()) {
            mark(labels, scan.images()[z], window, scan.height(), scan.width());
        }
        int[] levels = new int[scan.images()[z].length];
        for (int i = 0; i < levels.length; i++) {
            double unit = (scan.images()[z][i] - window[0]) / Math.max(1e-12, window[1] - window[0]);
            levels[i] = (int) Math.round(CEILING * Math.max(0, Math.min(1, unit)));
        }
        PngFile.write(folder.resolve("images").resolve(name), levels, scan.channels(), scan.height(), scan.width());
        PngFile.write(folder.resolve("labels").resolve(name), labels, 1, scan.height(), scan.width());
        rows.add(name + "," + quoted(scan.patient()) + "," + z + "," + scan.split());
    }

    private static int labelled(int[] labels) {
        return (int) Arrays.stream(labels).filter(value -> value > 0).count();
    }

    /** Marks the edge of the head where no label is. */
    private void mark(int[] labels, float[] image, float[] window, int height, int width) {
        int largest = Arrays.stream(labels).max().orElse(0);
        if (largest >= OUTLINE) {
            throw new IntakeException(
                    "ADG-634",
                    "A label has the value " + largest + ", but the outline is marked with " + OUTLINE
                            + ". Leave --outline away, or renumber the labels below it.");
        }
        boolean[] outside = outside(image, window, height, width);
        for (int p = 0; p < labels.length; p++) {
            if (labels[p] == 0 && !outside[p] && touches(outside, p, height, width)) {
                labels[p] = OUTLINE;
            }
        }
    }

    /** Dark pixels that are joined to the frame: what is not head. */
    private static boolean[] outside(float[] image, float[] window, int height, int width) {
        float threshold = (float) (window[0] + HEAD_ABOVE * (window[1] - window[0]));
        boolean[] outside = new boolean[height * width];
        int[] waiting = new int[outside.length];
        int count = 0;
        for (int p = 0; p < outside.length; p++) {
            int y = p / width;
            int x = p % width;
            if ((y == 0 || x == 0 || y == height - 1 || x == width - 1) && image[p] <= threshold) {
                outside[p] = true;
                waiting[count++] = p;
            }
        }
        while (count > 0) {
            int p = waiting[--count];
            for (int next : neighbours(p, height, width)) {
                if (next >= 0 && !outside[next] && image[next] <= threshold) {
                    outside[next] = true;
                    waiting[count++] = next;
                }
            }
        }
        return outside;
    }

    private static boolean touches(boolean[] outside, int p, int height, int width) {
        for (int next : neighbours(p, height, width)) {
            if (next >= 0 && outside[next]) {
                return true;
            }
        }
        return false;
    }

    /** The four, -1 where the image ends. */
    private static int[] neighbours(int p, int height, int width) {
        int y = p / width;
        int x = p % width;
        return new int[] {
            y > 0 ? p - width : -1, y < height - 1 ? p + width : -1, x > 0 ? p - 1 : -1, x < width - 1 ? p + 1 : -1
        };
    }

    private static float[] window(float[]... slices) {
        int size = Arrays.stream(slices).mapToInt(slice -> slice.length).sum();
        float[] all = new float[size];
        int at = 0;
        for (float[] slice : slices) {
            System.arraycopy(slice, 0, all, at, slice.length);
            at += slice.length;
        }
        Arrays.sort(all);
        return new float[] {
            all[(int) Math.floor(LOW * (size - 1))], all[(int) Math.ceil(HIGH * (size - 1))],
        };
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\"\"") + "\"";
    }

    private void finish(Path from) {
        if (rows.isEmpty()) {
            throw new IntakeException(
                    "ADG-634",
                    "None of the " + scans + " slices of " + from + " has " + settings.leastLabelled()
                            + " labelled pixels. Lower --least-labelled, or look at the labels.");
        }
        StringBuilder manifest = new StringBuilder("file,patient,slice" + (withSplit ? ",split" : "") + "\n");
        for (String row : rows) {
            manifest.append(withSplit ? row : row.substring(0, row.lastIndexOf(',')))
                    .append('\n');
        }
        try {
            Files.writeString(folder.resolve("manifest.csv"), manifest);
            Files.writeString(
                    folder.resolve("intake.txt"),
                    "from " + from.getFileName() + "\nslices " + slices + " of " + scans + "\n" + settings
                            + "\nintensities windowed to percentiles 0.5 and 99.5 of each "
                            + (settings.perVolume() ? "volume" : "slice") + ", 16 bits\n"
                            + (settings.outline() ? "outline of the head marked with " + OUTLINE + "\n" : ""));
        } catch (IOException e) {
            throw new UncheckedIOException("The manifest cannot be written to " + folder, e);
        }
    }
}
