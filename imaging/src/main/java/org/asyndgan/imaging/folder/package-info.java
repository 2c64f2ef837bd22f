/** Folders of a site's images and labels: which file belongs to which pair, patient and split, and what is left aside. */
package org.asyndgan.imaging.folder;
