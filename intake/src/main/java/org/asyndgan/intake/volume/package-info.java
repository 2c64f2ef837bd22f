/** Volumes and their place in the patient's body: axes, directions, spacing, planes, values outside of the scan. */
package org.asyndgan.intake.volume;
