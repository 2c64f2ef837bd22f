/** DICOM series: slices of several files, or of one, put together to a volume. */
package org.asyndgan.intake.dicom;
