/**
 * Volumes, DICOM series and HDF5 files of the field, turned once into the folders of images and labels that everything else
 * reads.
 *
 * <p>{@link org.asyndgan.intake.Intake} leads. {@link org.asyndgan.intake.VolumeSource} reads pairs of volumes, NIfTI or DICOM, each a
 * {@link org.asyndgan.intake.volume.Volume} with its {@link org.asyndgan.intake.volume.Geometry}, puts the labels to the image by place
 * and gives {@link org.asyndgan.intake.Scan}s, as {@link org.asyndgan.intake.Hdf5Source} does. Their slices are chosen,
 * windowed and written with a manifest that names their patients.
 */
package org.asyndgan.intake;
