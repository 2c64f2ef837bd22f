package org.asyndgan.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.asyndgan.imaging.folder.PngFile;
import org.asyndgan.intake.file.IntakeException;
import org.asyndgan.intake.volume.Geometry;

/**
 * Writes the slices of a source as one site's folder: 16-bit PNG images, PNG labels, and a manifest with their patients.
 *
 * <p>Intensities are windowed, by a {@link Window} of the slice or of the whole volume. Slices that show one value only
 * are left out. Without a split in the source every fifth patient is a test patient (the readers' rule).
 * {@code intake.txt} beside the manifest says what was done. The folder is there whole or not at all. Single-use.
 */
public final class Intake {

    private static final int CEILING = 65535;
    private static final double HEAD_ABOVE = 0.05;
    private static final int OUTLINE = 255;

    private final IntakeSettings settings;
    private final SiteTarget target;
    private final Findings findings = new Findings();
    private final List<String> rows = new ArrayList<>();
    private int slices;
    private int scans;
    private int flat;
    private boolean withSplit;

    /** @param out folder of the data set, in which the site's folder will be */
    public Intake(IntakeSettings settings, Path out) {
        this.settings = settings;
        this.target = new SiteTarget(out, settings.site(), settings.overwrite());
    }

    /**
     * Reads a folder of NIfTI volumes or DICOM series, or an HDF5 file.
     *
     * @throws IntakeException ADG-630 to 637 if the source is not as it should be, the site is there already, memory
     *     runs out or the slices cannot be written; nothing is left behind then
     */
    public IntakeReport take(Path from) {
        target.open();
        try {
            read(from);
            finish(from);
            findings.doubts().addAll(target.keep());
            return report();
        } catch (OutOfMemoryError exhausted) {
            throw new IntakeException(
                    "ADG-636",
                    "A volume of " + from + " does not fit into the "
                            + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MiB that Java has. Give Java more with --heap 4g and import again.",
                    exhausted);
        } catch (UncheckedIOException e) {
            throw target.unwritable(e.getCause());
        } catch (IOException e) {
            throw target.unwritable(e);
        } finally {
            target.close();
        }
    }

    private void read(Path from) {
        if (Files.isDirectory(from.resolve("images"))) {
            new VolumeSource(from, settings, findings).read(this::write);
        } else if (Files.isRegularFile(from)) {
            new Hdf5Source(from, settings.modality(), findings).read(this::write);
        } else {
            throw new IntakeException(
                    "ADG-634",
                    from + (Files.exists(from) ? " is" : " is not there; it should be")
                            + (Files.exists(from) ? " neither an HDF5 file nor" : " an HDF5 file or")
                            + " a folder with images/PATIENT.nii.gz or DICOM files in images/PATIENT, and with labels of"
                            + " the same names in labels.");
        }
    }

    private void write(Scan scan) {
        withSplit |= !scan.split().isEmpty();
        Window whole = settings.perVolume()
                ? Window.of(scan.height(), scan.width(), scan.images())
                : new Window(Float.NaN, Float.NaN, Float.NaN, Float.NaN);
        int flatBefore = flat;
        for (int z = 0; z < scan.slices(); z++) {
            scans++;
            if (labelled(scan.labels()[z]) >= settings.leastLabelled()) {
                write(scan, z, settings.perVolume() ? whole : Window.of(scan.height(), scan.width(), scan.images()[z]));
            }
        }
        if (settings.perVolume() && scan.slices() > 1) {
            findings.facts().add(scan.patient() + ": window " + whole);
        }
        if (flat > flatBefore) {
            findings.doubts()
                    .add("labelled slices of patient " + scan.patient()
                            + " that show one value only and were left out: " + (flat - flatBefore));
        }
    }

    private void write(Scan scan, int z, Window window) {
        int[] levels = new int[scan.images()[z].length];
        int darkest = CEILING;
        int brightest = 0;
        for (int i = 0; i < levels.length; i++) {
            float value = scan.images()[z][i];
            levels[i] = window.level(value);
            if (Float.isFinite(value)) {
                darkest = Math.min(darkest, levels[i]);
                brightest = Math.max(brightest, levels[i]);
            }
        }
        if (!window.hasContrast() || darkest >= brightest) {
            flat++;
            return;
        }
        String name = String.format(Locale.ROOT, "%05d.png", slices++);
        int[] labels = scan.labels()[z].clone();
        if (settings.outline()) {
            mark(labels, scan.images()[z], window, scan.height(), scan.width());
        }
        // In 16 bits whatever a slice shows: in 8, the darkest of a volume would be its brightest
        PngFile.write(target.resolve("images/" + name), levels, scan.channels(), scan.height(), scan.width(), true);
        PngFile.write(target.resolve("labels/" + name), labels, 1, scan.height(), scan.width());
        rows.add(name + "," + quoted(scan.patient()) + "," + z + "," + scan.split());
    }

    private static int labelled(int[] labels) {
        return (int) Arrays.stream(labels).filter(value -> value > 0).count();
    }

    /** Marks the edge of the head where no label is. */
    private void mark(int[] labels, float[] image, Window window, int height, int width) {
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
    private static boolean[] outside(float[] image, Window window, int height, int width) {
        float threshold = window.above(HEAD_ABOVE);
        boolean[] outside = new boolean[height * width];
        int[] waiting = new int[outside.length];
        int count = 0;
        for (int p = 0; p < outside.length; p++) {
            int y = p / width;
            int x = p % width;
            if ((y == 0 || x == 0 || y == height - 1 || x == width - 1) && !(image[p] > threshold)) {
                outside[p] = true;
                waiting[count++] = p;
            }
        }
        while (count > 0) {
            int p = waiting[--count];
            for (int next : neighbours(p, height, width)) {
                if (next >= 0 && !outside[next] && !(image[next] > threshold)) {
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

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\"\"") + "\"";
    }

    private void finish(Path from) throws IOException {
        if (rows.isEmpty()) {
            throw new IntakeException(
                    "ADG-634",
                    "None of the " + scans + " slices of " + from + " is worth keeping: "
                            + (flat > 0
                                    ? flat + " with labels show one value only, and the others have fewer than "
                                            + settings.leastLabelled() + " labelled pixels. Look at the images."
                                    : "all have fewer than " + settings.leastLabelled()
                                            + " labelled pixels. Lower --least-labelled, or look at the labels."));
        }
        StringBuilder manifest = new StringBuilder("file,patient,slice" + (withSplit ? ",split" : "") + "\n");
        for (String row : rows) {
            manifest.append(withSplit ? row : row.substring(0, row.lastIndexOf(',')))
                    .append('\n');
        }
        Files.writeString(target.resolve("intake.txt"), provenance(from));
        Files.writeString(target.resolve("manifest.csv"), manifest);
    }

    private String provenance(Path from) {
        List<String> lines = new ArrayList<>();
        lines.add("from " + from.getFileName());
        lines.add("slices " + slices + " of " + scans);
        lines.add(settings.toString());
        lines.add("intensities windowed to percentiles 0.5 and 99.5 of what was measured in each "
                + (settings.perVolume() ? "volume" : "slice")
                + ", without NaN, infinities, padding and background; 16 bits");
        if (settings.outline()) {
            lines.add("outline of the head marked with " + OUTLINE);
        }
        lines.add("labels put to images by place, at most " + Geometry.TOLERANCE + " of a voxel's shortest edge off");
        lines.addAll(findings.facts());
        findings.doubts().forEach(doubt -> lines.add("doubt: " + doubt));
        if (!findings.unused().isEmpty()) {
            lines.add("left aside: " + findings.unused());
        }
        return String.join("\n", lines) + "\n";
    }

    private IntakeReport report() {
        return new IntakeReport(
                slices,
                scans,
                target.folder(),
                findings.unused().isEmpty() ? "" : findings.unused().toString(),
                findings.doubts());
    }
}
