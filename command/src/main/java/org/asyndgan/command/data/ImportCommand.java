package org.asyndgan.command.data;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.asyndgan.command.progress.LogFile;
import org.asyndgan.intake.Intake;
import org.asyndgan.intake.IntakeSettings;
import org.asyndgan.intake.volume.Plane;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code asyndgan import}: volumes and HDF5 files to a site's folder of slices. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes the slices of NIfTI volumes, of DICOM series, or of an HDF5 file as the paper's code lays it out, as"
                    + " one site's folder of images and labels, with a manifest that names the patients, so that they"
                    + " are split as a whole.",
            "A folder holds images/PATIENT.nii.gz or, of DICOM, images/PATIENT/ with the files of one series, and as"
                    + " labels labels/PATIENT.nii.gz or labels/PATIENT/. A patient is called what the file or folder is"
                    + " called; names and ids in DICOM files are never read.",
            "Labels are put to images by where both lie in the patient, never by the order of voxels. What is not"
                    + " used is counted and named. docs/data.md says what is read and how."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  ./asyndgan import --from /data/brats --site ours --out /data/brain --outline",
            "  ./asyndgan inspect --data /data/brain"
        })
public final class ImportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "PATH",
            description = "Folder of volumes or series, or HDF5 file.")
    private Path from;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the site's folder.")
    private Path out;

    @Option(names = "--site", required = true, paramLabel = "NAME", description = "Name of the site.")
    private String site;

    @Option(
            names = "--least-labelled",
            paramLabel = "PIXELS",
            description = "Slices with fewer labelled pixels are left out, as in the paper (${DEFAULT-VALUE}).")
    private int leastLabelled = 10;

    @Option(names = "--outline", description = "Marks the edge of the head as a class of its own, value 255.")
    private boolean outline;

    @Option(
            names = "--per-slice",
            description = "Windows the intensities of every slice by itself, not of the whole volume.")
    private boolean perSlice;

    @Option(
            names = "--modality",
            paramLabel = "NAME",
            description = "Data set of an HDF5 brain file to take (${DEFAULT-VALUE}).")
    private String modality = "t2";

    @Option(
            names = "--plane",
            paramLabel = "NAME",
            description = "Cuts all volumes axial, coronal or sagittal. Otherwise each is cut as it was acquired, and"
                    + " all must be alike.")
    private Plane plane;

    @Option(
            names = "--by-index",
            description = "Puts labels to an image voxel by voxel where neither file says where it lies.")
    private boolean byIndex;

    @Option(names = "--overwrite", description = "Replaces the site's folder of an earlier import.")
    private boolean overwrite;

    @Override
    public Integer call() {
        LogFile.anywhere();
        var settings = new IntakeSettings(
                site, leastLabelled, outline, !perSlice, modality, Optional.ofNullable(plane), byIndex, overwrite);
        new Intake(settings, out).take(from).lines().forEach(line -> spec.commandLine()
                .getOut()
                .println(line));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
