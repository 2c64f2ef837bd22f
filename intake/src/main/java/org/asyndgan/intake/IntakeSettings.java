package org.asyndgan.intake;

/**
 * How volumes become slices.
 *
 * @param site the slices' site: the name of the folder they are written to
 * @param leastLabelled pixels with a label above 0 that a slice must have; the paper's rule is 10
 * @param outline whether the edge of the head is marked as a class of its own, as the paper's brain masks have it
 * @param perVolume whether one window of intensities serves a whole volume, rather than each slice its own
 * @param modality the data set of an HDF5 brain file that holds the images
 */
public record IntakeSettings(String site, int leastLabelled, boolean outline, boolean perVolume, String modality) {

    public IntakeSettings {
        if (!site.matches("[a-zA-Z0-9][a-zA-Z0-9_-]{0,62}")) {
            throw new IllegalArgumentException(
                    "The site \"" + site + "\" must be letters, digits, - and _, since it names a folder and topics");
        }
        if (leastLabelled < 0) {
            throw new IllegalArgumentException("least-labelled " + leastLabelled + " must not be negative");
        }
    }
}
