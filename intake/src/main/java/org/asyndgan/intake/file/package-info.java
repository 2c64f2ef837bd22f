/** Folders of files to import: what is found in them, what is not used, and the error that all sources share. */
package org.asyndgan.intake.file;
