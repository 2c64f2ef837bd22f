/** NIfTI volumes, plain or compressed. */
package org.asyndgan.intake.nifti;
