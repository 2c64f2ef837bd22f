package org.asyndgan.intake;

import java.util.Optional;
import org.asyndgan.imaging.folder.SiteName;
import org.asyndgan.intake.volume.Plane;

/**
 * How volumes become slices.
 *
 * @param site the slices' site: the name of the folder they are written to
 * @param leastLabelled pixels with a label above 0 that a slice must have; the paper's rule is 10
 * @param outline whether the edge of the head is marked as a class of its own, as the paper's brain masks have it
 * @param perVolume whether one window of intensities serves a whole volume, rather than each slice its own
 * @param modality the data set of an HDF5 brain file that holds the images
 * @param plane in which all patients are cut; if empty, that of each acquisition, which must be one
 * @param byIndex whether labels are put to an image voxel by voxel where neither says where it lies
 * @param overwrite whether the site's folder of an earlier import is replaced
 */
public record IntakeSettings(
        String site,
        int leastLabelled,
        boolean outline,
        boolean perVolume,
        String modality,
        Optional<Plane> plane,
        boolean byIndex,
        boolean overwrite) {

    public IntakeSettings {
        if (!SiteName.isAllowed(site)) {
            throw new IllegalArgumentException(SiteName.refusal(site));
        }
        if (leastLabelled < 0) {
            throw new IllegalArgumentException("least-labelled " + leastLabelled + " must not be negative");
        }
    }
}
