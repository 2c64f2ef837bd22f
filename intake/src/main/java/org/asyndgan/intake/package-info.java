/**
 * Volumes, DICOM series and HDF5 files of the field, turned once into the folders of images and labels that everything else reads.
 *
 * <p>{@link org.asyndgan.intake.Intake} leads: a {@link org.asyndgan.intake.NiftiVolume}, a
 * {@link org.asyndgan.intake.DicomSeries} or an HDF5 file gives {@link org.asyndgan.intake.Scan}s, whose slices are chosen, normalised and written with a
 * manifest that names their patients.
 */
package org.asyndgan.intake;
