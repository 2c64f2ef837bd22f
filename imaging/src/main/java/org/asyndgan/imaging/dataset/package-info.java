/**
 * A site's real pairs of image and labels, read, checked and kept in memory.
 *
 * <p>{@link org.asyndgan.imaging.folder.DatasetFolder} finds the sites, {@link
 * org.asyndgan.imaging.inspect.DatasetSummary} looks at every file and agrees on the classes, {@link
 * org.asyndgan.imaging.dataset.SiteDataset} holds one site's pairs and hands them out. Whatever is wrong
 * with the files is a {@link org.asyndgan.imaging.folder.DatasetException} of one sentence or two, with
 * a code. The formats are PNG and JPEG, read by the JDK, and TIFF.
 */
package org.asyndgan.imaging.dataset;
