package org.asyndgan.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.asyndgan.intake.Intake;
import org.asyndgan.intake.IntakeSettings;
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
            "A folder holds images/PATIENT.nii.gz and labels/PATIENT.nii.gz; or, of DICOM, images/PATIENT/ with the"
                    + " files of one series and, as labels, labels/PATIENT/ or labels/PATIENT.nii.gz. A patient is"
                    + " called what the folder is called; names and ids in DICOM files are never read."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  ./asyndgan import --from /data/brats --site ours --out /data/brain --outline",
            "  ./asyndgan inspect --data /data/brain"
        })
final class ImportCommand implements Callable<Integer> {

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

    @Override
    public Integer call() {
        LogFile.anywhere();
        var settings = new IntakeSettings(site, leastLabelled, outline, !perSlice, modality);
        spec.commandLine().getOut().println(new Intake(settings, out).take(from));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
